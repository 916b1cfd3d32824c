import type { Messages } from "../en/index.ts";

const problemCodes: Messages["problemCodes"] = {
  "validation-failed": {
    title: "보낸 내용에 잘못된 것이 있습니다",
    remedy: "표시된 항목을 모두 고쳐 다시 보내세요.",
  },
  "malformed-body": { title: "내용을 읽을 수 없습니다", remedy: "표시된 곳의 글을 고치세요." },
  "body-too-large": {
    title: "내용이 너무 큽니다",
    remedy: "256 KiB보다 작게 하고, 큰 내용은 볼륨에 두거나 첫 시동 때 받게 하세요.",
  },
  "request-too-slow": {
    title: "요청이 도착하는 데 너무 오래 걸렸습니다",
    remedy: "한 번에 다시 보내세요. 헤더는 15초, 전체 요청은 2분 안에 도착해야 합니다.",
  },
  "headers-too-large": { title: "헤더가 너무 큽니다", remedy: "헤더를 모두 합쳐 16 KiB보다 작게 하세요." },
  "malformed-request": {
    title: "HTTP 요청이 아닙니다",
    remedy: "프로그램을 확인하고, 서비스와 같은 http 또는 https를 쓰는지 보세요.",
  },
  "unsupported-media-type": { title: "지원하지 않는 형식입니다", remedy: "JSON이나 YAML을 쓰세요." },
  "not-authenticated": { title: "로그인하지 않았습니다", remedy: "로그인한 뒤 다시 시도하세요." },
  "wrong-credentials": {
    title: "로그인할 수 없습니다",
    remedy: "이메일, 비밀번호, 코드를 확인하세요. 잊은 비밀번호는 다시 정할 수 있습니다.",
  },
  "foreign-origin": { title: "다른 웹사이트에서 온 요청입니다", remedy: "이 서비스의 페이지를 쓰세요." },
  "second-factor-state": {
    title: "2단계 인증이 지금 그 상태가 아닙니다",
    remedy: "내 계정에서 켜져 있는지 확인하세요.",
  },
  "too-many-requests": { title: "시도가 너무 많습니다", remedy: "잠시 기다렸다가 다시 시도하세요." },
  overloaded: { title: "서비스가 한꺼번에 할 일이 너무 많습니다", remedy: "몇 초 뒤에 다시 시도하세요." },
  "identity-provider-failed": {
    title: "다른 서비스를 통한 로그인이 되지 않았습니다",
    remedy: "다시 시작하세요. 계속되면 비밀번호로 로그인하거나 관리자에게 알리세요.",
  },
  "not-allowed": { title: "허용되지 않습니다", remedy: "소유자나 관리자에게 요청하세요." },
  "not-found": { title: "그런 것이 없습니다", remedy: "이름을 확인하고, 먼저 가진 것의 목록을 보세요." },
  "method-not-allowed": { title: "여기서는 할 수 없는 요청입니다", remedy: "페이지를 다시 불러오세요." },
  "name-taken": { title: "이미 쓰고 있는 이름입니다", remedy: "다른 이름을 고르거나, 있는 것을 바꾸세요." },
  "image-in-use": {
    title: "이미지를 아직 쓰고 있습니다",
    remedy: "표시된 머신을 먼저 없애거나, 새 머신에 쓰지 않도록 이미지를 숨기세요.",
  },
  "image-state": {
    title: "이미지가 지금 그 상태가 아닙니다",
    remedy: "무엇이 진행 중인지 확인하거나, 지우고 다시 추가하세요.",
  },
  "upload-offset": { title: "그 위치부터 이어 올릴 수 없습니다", remedy: "같은 파일을 다시 고르면 이어서 올립니다." },
  "image-refused": {
    title: "게시할 수 있는 이미지가 아닙니다",
    remedy: "`qemu-img convert -O qcow2` 등으로 독립된 디스크를 만들어 추가하세요.",
  },
  "image-room": {
    title: "이미지를 둘 자리가 없습니다",
    remedy: "필요 없는 이미지를 지우거나 TWINSTACK_IMAGE_QUOTA_GIB를 늘리세요.",
  },
  "image-elsewhere": {
    title: "이미지 파일이 서비스의 다른 복제본에 있습니다",
    remedy: "다시 시도하거나, 모든 복제본이 한 폴더를 쓰게 하세요: TWINSTACK_IMAGES.",
  },
  "image-tools-missing": {
    title: "여기서는 이미지를 변환할 수 없습니다",
    remedy: "서비스가 도는 곳에 qemu-img를 설치하세요(Debian: apt-get install qemu-utils).",
  },
  "nothing-fits": {
    title: "필요한 것을 제공하는 클라우드가 없습니다",
    remedy: "표시된 값을 바꾸거나, 더 많이 제공하는 클라우드를 등록하세요.",
  },
  "no-cloud": {
    title: "알맞은 클라우드가 등록되어 있지 않습니다",
    remedy: "먼저 OpenStack과 CloudStack을 등록하세요.",
  },
  "revision-conflict": {
    title: "그사이 요구 사항이 바뀌었습니다",
    remedy: "최신 내용을 읽고 거기에 바꿀 것을 적용하세요.",
  },
  "policy-conflict": {
    title: "그사이 정책이 바뀌었습니다",
    remedy: "정책을 다시 읽고 거기에 바꿀 것을 적용하세요.",
  },
  "idempotency-key-busy": { title: "같은 요청을 아직 처리하고 있습니다", remedy: "잠시 기다렸다가 다시 시도하세요." },
  "idempotency-key-reused": { title: "다른 요청에 쓴 키입니다", remedy: "페이지를 다시 불러온 뒤 시도하세요." },
  "webhook-paused": { title: "웹훅이 멈춰 있습니다", remedy: "다시 켜세요. 멈춘 이유는 전송 기록에 있습니다." },
  "run-active": { title: "이 사이트에서 이미 실행 중입니다", remedy: "기다리거나, 버리거나, 취소하세요." },
  "illegal-transition": {
    title: "이 실행에서는 지금 할 수 없습니다",
    remedy: "실행을 다시 보세요. 그사이 상태가 바뀌었습니다.",
  },
  "plan-stale": { title: "검토한 계획이 이제 맞지 않습니다", remedy: "다시 계획하고 새 계획을 검토하세요." },
  "approval-required": { title: "이 계획은 주 머신의 데이터를 없앱니다", remedy: "머신 이름을 입력해 확인하세요." },
  "power-not-accepted": {
    title: "아직 아무도 받아들이지 않은 영향이 있습니다",
    remedy: "영향을 읽고, 받아들인다고 밝혀 다시 보내세요.",
  },
  "power-active": {
    title: "머신을 켜거나 끄거나 다시 시작하는 중입니다",
    remedy: "끝날 때까지 기다리세요. 몇 초에서 몇 분 걸립니다.",
  },
  "no-machine": {
    title: "그곳에는 머신이 없습니다",
    remedy: "먼저 적용하세요. 최소로 준비한 대기에는 머신이 없습니다.",
  },
  "wrong-power-state": {
    title: "머신이 지금 그렇게 할 수 있는 상태가 아닙니다",
    remedy: "전원 상태를 보세요. 꺼진 머신은 다시 시작하지 않고 켭니다.",
  },
  "power-uncertain": {
    title: "클라우드가 했는지 알 수 없습니다",
    remedy: "머신을 보고, 원하는 상태가 아니면 다시 요청하세요.",
  },
  "power-too-late": {
    title: "제때 클라우드에 전하지 못했습니다",
    remedy: "다시 요청하세요. 또 그러면 워커가 돌고 있는지 보세요.",
  },
  "workspace-not-empty": { title: "아직 머신이 있습니다", remedy: "먼저 머신을 없애세요." },
  "tenant-in-use": {
    title: "아직 쓰고 있는 테넌트입니다",
    remedy: "먼저 그 머신들을 없애고, 클라우드에 남은 것도 지우세요.",
  },
  "tenant-fixed": {
    title: "테넌트의 이 값은 바꿀 수 없습니다",
    remedy: "삭제가 끝날 때까지 기다리거나, 테넌트를 지우고 다시 만드세요.",
  },
  "no-object-storage": {
    title: "이 클라우드에는 쓸 수 있는 객체 저장소가 없습니다",
    remedy: "다른 클라우드를 고르거나 운영자에게 객체 저장소를 요청하세요. 클라우드 시험이 무엇이 있는지 알려 줍니다.",
  },
  "bucket-state": {
    title: "지금 버킷의 상태로는 할 수 없습니다",
    remedy: "준비될 때까지 기다리거나, 왜 실패했는지 버킷을 보세요.",
  },
  "bucket-not-empty": {
    title: "버킷에 아직 객체가 있습니다",
    remedy: "먼저 객체를 지우거나, 들어 있는 것까지 함께 지우도록 요청하세요.",
  },
  "bucket-full": {
    title: "버킷에 자리가 없습니다",
    remedy: "필요 없는 것을 지우거나 버킷의 용량을 늘리세요.",
  },
  "object-too-large": {
    title: "서비스를 거치기에는 객체가 너무 큽니다",
    remedy: "나누어 보내거나, S3 클라이언트와 버킷의 자격 증명으로 보내세요.",
  },
  "digest-mismatch": {
    title: "도착한 것이 알린 것과 다릅니다",
    remedy: "객체를 다시 보내세요. 아무것도 남지 않았습니다.",
  },
  "credentials-not-given": {
    title: "이 버킷의 자격 증명은 줄 수 없습니다",
    remedy: "서비스를 거쳐 올리고 내려받거나, 관리자에게 전용 테넌트를 요청하세요.",
  },
  "cloud-in-use": { title: "아직 쓰고 있는 클라우드입니다", remedy: "표시된 것을 먼저 없애거나 옮기세요." },
  "link-not-valid": { title: "더 이상 쓸 수 없는 링크입니다", remedy: "링크를 준 사람에게 새 링크를 요청하세요." },
  "already-member": {
    title: "이미 들어와 있습니다",
    remedy: "할 일이 없습니다. 링크는 다른 사람이 아직 쓸 수 있습니다.",
  },
  "last-owner": {
    title: "조직에는 소유자가 있어야 합니다",
    remedy: "먼저 다른 사람을 소유자로 정하거나 조직을 없애세요.",
  },
  "last-admin": { title: "사이트에는 관리자가 있어야 합니다", remedy: "먼저 다른 사람을 관리자로 정하세요." },
  "account-not-empty": {
    title: "아직 필요한 계정입니다",
    remedy: "표시된 머신을 없애거나 넘기고, 조직은 다른 소유자를 정하거나 없애세요.",
  },
  "transfer-refused": {
    title: "이렇게는 넘길 수 없습니다",
    remedy: "먼저 사이트가 함께 쓰는 클라우드로 옮기거나 다른 계정을 고르세요.",
  },
  "organisation-not-empty": {
    title: "조직이 아직 무언가를 가지고 있습니다",
    remedy: "표시된 것을 먼저 없애거나 넘기세요.",
  },
  "state-locked": { title: "상태가 잠겨 있습니다", remedy: "잠근 실행이 끝날 때까지 기다리세요. 끝나면 풀립니다." },
  "cloud-busy": {
    title: "클라우드가 아직 이 머신의 일을 하고 있습니다",
    remedy: "클라우드의 일이 끝날 때까지 기다린 뒤 다시 계획하세요.",
  },
  "state-conflict": { title: "상태를 쓸 수 없습니다", remedy: "현재 상태를 읽고 다시 계획하세요." },
  "cloud-unreachable": {
    title: "클라우드가 응답하지 않습니다",
    remedy: "주소와 네트워크를 확인하고 다시 시도하세요. 잃은 것은 없습니다.",
  },
  "cloud-credentials": {
    title: "클라우드가 인증 정보를 거절했습니다",
    remedy: "이 클라우드의 인증 정보를 고치세요.",
  },
  "machine-session-unavailable": {
    title: "이 방법으로는 머신에 닿을 수 없습니다",
    remedy: "이유를 읽으세요. 실행 중이고 서비스가 닿을 수 있는 주소가 있는 머신에는 터미널을 열 수 있습니다.",
  },
  "too-many-machine-sessions": {
    title: "열린 터미널과 콘솔이 너무 많습니다",
    remedy: "열린 것 가운데 하나를 끝낸 뒤 다시 시도하세요.",
  },
  "ticket-not-valid": {
    title: "이 입장권은 더 이상 쓸 수 없습니다",
    remedy: "터미널이나 콘솔을 다시 여세요. 입장권은 요청한 사람이 잠깐 동안 한 번만 쓸 수 있습니다.",
  },
  "websocket-needed": {
    title: "이 주소는 WebSocket으로만 연결합니다",
    remedy: "앞단의 프록시가 Upgrade와 Connection 헤더를 통과시키는지 관리자에게 확인해 달라고 하세요.",
  },
  "ssh-missing": {
    title: "서비스에 SSH 클라이언트가 없습니다",
    remedy: "관리자에게 서비스가 실행되는 곳에 openssh-client를 설치해 달라고 하세요.",
  },
  "cloud-refused": {
    title: "클라우드가 요청을 거절했습니다",
    remedy: "클라우드가 보낸 글을 읽으세요. 보통 할당량이나 권한 때문입니다.",
  },
  "engine-missing": {
    title: "Terraform이나 프로바이더가 없습니다",
    remedy: "관리자에게 `npm run doctor`를 실행해 달라고 하세요.",
  },
  "engine-sandbox-missing": {
    title: "엔진의 샌드박스가 없습니다",
    remedy: "관리자에게 bubblewrap을 설치해 달라고 하세요.",
  },
  "engine-failed": {
    title: "Terraform 실행이 실패했습니다",
    remedy: "실행 기록을 읽고 원인을 고친 뒤 다시 계획하세요.",
  },
  "synth-refused": {
    title: "만들어진 Terraform이 거절되었습니다",
    remedy: "저희의 결함입니다. 문의용 번호와 함께 알려 주세요.",
  },
  "disk-full": {
    title: "디스크에 남은 자리가 없습니다",
    remedy: "자리를 비운 뒤 다시 시도하세요. 잃은 것은 없습니다.",
  },
  "database-unavailable": {
    title: "데이터베이스가 응답하지 않습니다",
    remedy: "돌아오면 서비스가 스스로 이어 갑니다. 계속되면 관리자에게 알리세요.",
  },
  "database-not-upgraded": {
    title: "데이터베이스를 새 버전으로 옮기지 못했습니다",
    remedy: "관리자가 안내에 따라 옮긴 뒤 서비스를 다시 시작해야 합니다. 잃은 것은 없습니다.",
  },
  "secret-key-mismatch": {
    title: "데이터베이스를 봉인한 비밀 키가 아닙니다",
    remedy: "관리자가 올바른 키로 서비스를 시작해야 합니다.",
  },
  "shutting-down": { title: "서비스가 멈추는 중입니다", remedy: "잠시 뒤에 다시 시도하세요." },
  internal: { title: "서비스에서 오류가 났습니다", remedy: "다시 일어나면 문의용 번호와 함께 알려 주세요." },
};

export const problemWords: Pick<Messages, "problemCodes"> = { problemCodes };
