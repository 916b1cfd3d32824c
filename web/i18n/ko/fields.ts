import type { Messages } from "../en/index.ts";

export const fields: Messages["fields"] = {
  name: { label: "이름", help: "머신과 그에 딸린 모든 것의 이름입니다. 영문 소문자, 숫자, 하이픈을 씁니다." },
  profile: { label: "시작할 예시", help: "알맞은 답이 미리 채워져 있습니다. 하나하나 바꿀 수 있습니다." },
  "hardware/vcpu": {
    label: "프로세서",
    help: "머신이 동시에 할 수 있는 일의 수입니다. 작은 웹사이트는 1개로 충분하고, 계산 작업에는 4개 이상이 좋습니다.",
  },
  "hardware/memoryGib": {
    label: "메모리(GiB)",
    help: "프로그램이 일하는 공간입니다. 작은 웹사이트는 1GiB, 데이터베이스는 4GiB 이상이 좋습니다. 모자라면 모든 것이 느려집니다.",
  },
  "hardware/rootDiskGib": {
    label: "시스템 디스크(GiB)",
    help: "운영체제와 프로그램, 그리고 추가 디스크에 두지 않은 모든 것이 들어갑니다. 나중에 늘릴 수는 있지만 줄일 수는 없습니다.",
  },
  "hardware/volumes": {
    label: "추가 디스크",
    help: "소중하거나 큰 자료를 두는, 시스템 디스크와 별개인 디스크입니다. 시스템을 새로 만들어도 남습니다.",
  },
  "hardware/volumes/*/name": { label: "이름", help: "짧은 이름이며 파일 시스템의 이름표로도 쓰입니다." },
  "hardware/volumes/*/sizeGib": {
    label: "크기(GiB)",
    help: "담을 수 있는 양입니다. 늘릴 수는 있지만 줄일 수는 없습니다.",
  },
  "hardware/volumes/*/speed": { label: "속도", help: "빠른 디스크는 데이터베이스에 알맞고, 보통 더 비쌉니다." },
  "hardware/volumes/*/mountPath": {
    label: "폴더",
    help: "머신 안에서 보이는 위치입니다. 비워 두면 /data/ 아래에 이름대로 놓입니다.",
  },
  "software/os/family": {
    label: "운영체제",
    help: "머신을 움직이는 시스템이며 모두 리눅스의 한 종류입니다. 잘 모르면 그대로 두세요.",
  },
  "software/os/version": { label: "버전", help: "운영체제의 판입니다. 예: 우분투 24.04, 데비안 12." },
  "software/packages": {
    label: "프로그램",
    help: "운영체제가 제공하는 프로그램을 패키지 이름으로 한 줄에 하나씩 적습니다.",
  },
  "software/runtimes": { label: "언어와 도구", help: "내 프로그램을 돌리는 데 필요한 것입니다. 예: 자바, 파이썬." },
  "software/runtimes/*/name": { label: "언어 또는 도구", help: "설치할 것입니다." },
  "software/runtimes/*/version": { label: "버전", help: "21 같은 숫자이며, default는 운영체제가 주는 것을 씁니다." },
  "software/services": {
    label: "서비스",
    help: "항상 돌아가는 프로그램(systemd 서비스)을 한 줄에 하나씩 적습니다. 보호된 머신에서는 서비스하는 쪽에서만 돌아갑니다.",
  },
  "software/firstBootCommands": {
    label: "첫 시동 때 실행할 명령",
    help: "머신이 처음 켜질 때 root로 이 순서대로 한 번 실행합니다.",
  },
  "software/cloudInit": {
    label: "직접 쓴 cloud-init",
    help: "전문가용: 우리의 설정에 합쳐질 #cloud-config 문서입니다.",
  },
  "software/files": { label: "파일", help: "첫 시동 때 머신 안에 놓이는 파일입니다." },
  "software/files/*/path": { label: "경로", help: "파일이 놓일 곳을 맨 위부터 적습니다. 예: /etc/motd." },
  "software/files/*/content": { label: "내용", help: "파일에 들어갈 글입니다." },
  "software/files/*/owner": { label: "소유자", help: "파일을 가질 사용자 또는 사용자:그룹입니다." },
  "software/files/*/permissions": {
    label: "권한",
    help: "누가 읽고 쓸 수 있는지 chmod처럼 0으로 시작해 적습니다. 예: 0644.",
  },
  "software/files/*/secret": {
    label: "비밀",
    help: "내용이 Terraform이나 기록에 남지 않고 머신이 한 번만 받아 갑니다. 이 초안에도 저장하지 않습니다.",
  },
  "network/publicAddress": {
    label: "밖에서 접속 가능",
    help: "머신이 인터넷 주소를 받습니다. 없으면 사설 네트워크 안에서만 접속할 수 있습니다.",
  },
  "network/privateNetwork": {
    label: "사설 네트워크",
    help: "머신이 속한 네트워크입니다. 이미 있는 머신과 이야기해야 하는 것이 아니라면 전용이 맞습니다.",
  },
  "network/privateNetwork/cidr": { label: "주소 범위", help: "네트워크의 사설 주소입니다. 예: 10.42.0.0/24." },
  "network/privateNetwork/networks": {
    label: "클라우드별 네트워크",
    help: "클라우드 이름과 그곳에서 들어갈 네트워크의 id입니다.",
  },
  "network/openPorts": {
    label: "열린 포트",
    help: "머신으로 들어오는 길입니다. 웹사이트는 80과 443, 로그인(SSH)은 22입니다. 나머지는 모두 닫혀 있습니다.",
  },
  "network/openPorts/*/port": { label: "포트 또는 범위", help: "443 같은 숫자나 8000-8010 같은 범위입니다." },
  "network/openPorts/*/protocol": {
    label: "프로토콜",
    help: "거의 모든 것이 tcp입니다. icmp는 핑이며 포트가 없습니다.",
  },
  "network/openPorts/*/source": {
    label: "허용할 곳",
    help: "이 길을 쓸 수 있는 사람입니다. 0.0.0.0/0은 누구나, 203.0.113.7/32는 주소 하나입니다.",
  },
  "network/openPorts/*/description": { label: "용도", help: "나를 위한 메모입니다." },
  "access/loginName": { label: "로그인 이름", help: "머신에서 쓰는 내 이름이며 sudo로 모든 일을 할 수 있습니다." },
  "access/generateKeyPair": {
    label: "열쇠를 만들어 주세요",
    help: "비밀번호 대신 머신을 여는 열쇠입니다. 한 번만 드리므로 파일로 보관하세요. 다른 누구도 갖지 않습니다.",
  },
  "access/sshKeys": {
    label: "내 SSH 공개 키",
    help: "이미 열쇠가 있다면 .pub로 끝나는 파일의 내용을 한 줄에 하나씩 붙여 넣으세요.",
  },
  "access/password": {
    label: "비밀번호",
    help: "콘솔에서 로그인할 때 씁니다. 지문(해시)만 저장하며, 열쇠가 더 안전합니다.",
  },
  "access/allowRoot": {
    label: "root 로그인 허용",
    help: "모든 권한을 가진 계정으로 바로 로그인하게 합니다. 로그인 이름으로도 sudo를 쓸 수 있어 거의 필요 없습니다.",
  },
  "placement/main": { label: "주 클라우드", help: "머신이 서비스할 곳입니다. 자동은 알맞은 곳을 고릅니다." },
  "placement/standby/cloud": {
    label: "대기 클라우드",
    help: "쌍둥이가 있을 곳입니다. 자동은 알맞은 다른 클라우드를 고릅니다.",
  },
  "placement/requires/labels": {
    label: "이 이름표가 있는 클라우드만",
    help: "관리자가 클라우드에 붙인 말입니다. 예: disk와 ssd. 두 곳 모두에 적용됩니다.",
  },
  "placement/standby/mode": {
    label: "클라우드가 멈추면",
    help: "다른 클라우드의 쌍둥이가 이어받습니다. 준비가 되어 있을수록 빨리 이어받고 비용이 더 듭니다.",
  },
  "protection/enabled": { label: "보호", help: "머신에 담긴 것을 쌍둥이에게 정기적으로 복사합니다." },
  "protection/recoveryPointObjective": {
    label: "잃어도 되는 작업의 최대량",
    help: "30분은 PT30M, 네 시간은 PT4H로 적습니다.",
  },
  "protection/probe": {
    label: "응답하는지 지켜보기",
    help: "머신에 정기적으로 물어보고, 응답이 없으면 알려 드립니다.",
  },
  "protection/probe/kind": { label: "확인 방법", help: "웹페이지를 보거나 포트가 열려 있는지만 봅니다." },
  "protection/probe/port": { label: "포트", help: "열린 포트 가운데 하나입니다." },
  "protection/probe/path": { label: "경로", help: "확인할 웹페이지입니다." },
  "protection/probe/responseTimeMs": {
    label: "가장 느린 정상 응답(ms)",
    help: "이보다 오래 걸리면 응답이 없는 것으로 봅니다.",
  },
  "term/leaseEnd": { label: "필요한 기간", help: "마지막 날이며 그날 자정에 끝납니다. 비워 두면 끝이 없습니다." },
  labels: { label: "이름표", help: "머신을 찾기 위한 말입니다. 예: project와 analysis." },
  "contact/name": { label: "담당자", help: "이 머신을 아는 사람이나 팀입니다." },
  "contact/email": { label: "이메일", help: "이 머신에 관해 물어볼 곳입니다." },
};

export const choices: Messages["choices"] = {
  "hardware/volumes/*/speed": { standard: "보통", fast: "빠름" },
  "software/os/family": {
    ubuntu: "우분투(Ubuntu)",
    debian: "데비안(Debian)",
    rocky: "로키 리눅스(Rocky Linux)",
    almalinux: "알마리눅스(AlmaLinux)",
  },
  "software/runtimes/*/name": {
    java: "자바(Java)",
    dotnet: "닷넷(.NET)",
    php: "PHP 언어",
    nodejs: "노드(Node.js)",
    python: "파이썬(Python)",
    ruby: "루비(Ruby)",
    go: "고(Go)",
    docker: "도커(컨테이너)",
  },
  "network/privateNetwork": { own: "전용 네트워크", existing: "이미 있는 네트워크" },
  "network/openPorts/*/protocol": { tcp: "tcp(웹, SSH 등 대부분)", udp: "udp(실시간 전송)", icmp: "icmp(핑)" },
  "placement/main": { automatic: "자동" },
  "placement/standby/cloud": { automatic: "자동" },
  "placement/standby/mode": {
    off: "쌍둥이 없음: 클라우드가 멈추면 돌아올 때까지 머신을 쓸 수 없습니다",
    "pilot-light": "다른 클라우드에 자리만 준비하고, 필요할 때 쌍둥이를 만듭니다",
    stopped: "꺼 둔 쌍둥이: 필요할 때 켭니다",
    running: "항상 켜진 쌍둥이: 바로 이어받습니다",
  },
  "protection/probe/kind": { http: "웹페이지", tcp: "열린 포트" },
};
