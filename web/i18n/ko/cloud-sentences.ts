/**
 * Sentence by sentence what the service says of clouds; what is missing is shown as it came. A key that begins with ^ is a
 * pattern, for what names something.
 */
export const cloudSentences: Readonly<Record<string, string>> = {
  "Allow these commands for the role, or use a key of another account.":
    "이 역할에 그 명령을 허용하거나 다른 계정의 키를 쓰세요.",
  "Ask the cloud's operator for a quota, or register another project or account.":
    "클라우드 운영자에게 할당량을 요청하거나 다른 프로젝트나 계정을 등록하세요.",
  "Ask the cloud's operator for the role member in the project, or make the application credential with it.":
    "클라우드 운영자에게 프로젝트의 member 역할을 요청하거나, 그 역할로 애플리케이션 자격 증명을 만드세요.",
  "Ask the cloud's operator to correct this service's endpoint in the catalog.":
    "클라우드 운영자에게 카탈로그에 있는 이 서비스의 주소를 고쳐 달라고 하세요.",
  "Free some of it, or ask the cloud's operator for more, before machines are made.":
    "머신을 만들기 전에 일부를 비우거나 클라우드 운영자에게 더 요청하세요.",
  "Look at proxies before the image service that alter what passes.":
    "이미지 서비스 앞에서 내용을 바꾸는 프록시를 살펴보세요.",
  "Set both clocks by NTP.": "양쪽 시계를 NTP로 맞추세요.",
  "Where that is an internal address, ask the cloud's operator to publish one that is reached from here.":
    "그것이 내부 주소라면, 여기서 닿는 주소를 공개해 달라고 클라우드 운영자에게 요청하세요.",
  "both clocks agree": "양쪽 시계가 맞습니다",
  "the cloud's answers carry no date": "클라우드의 응답에 날짜가 없습니다",
  "^the clock here is (\\d+) min behind the cloud's$": "이곳의 시계가 클라우드보다 $1분 늦습니다",
  "^the clock here is (\\d+) min ahead of the cloud's$": "이곳의 시계가 클라우드보다 $1분 빠릅니다",
  "no limit is used up": "다 쓴 할당량이 없습니다",
  "the cloud does not tell any limits": "클라우드가 할당량을 알려 주지 않습니다",
  "^the limit is 0 for (.+)$": "할당량이 0입니다: $1",
  "^used up: (.+)$": "다 썼습니다: $1",
  "the cloud does not tell the roles": "클라우드가 역할을 알려 주지 않습니다",
  "^roles (.+)$": "역할 $1",
  "^the user may only read: no other role than (.+)$": "사용자는 읽기만 할 수 있습니다. 역할은 $1뿐입니다",
  "there is none": "없습니다",
  "^public addresses come from (.+)$": "공인 주소를 주는 네트워크: $1",
  "one byte was uploaded, read back and deleted": "1바이트를 올리고 다시 읽은 뒤 지웠습니다",
  "^Something else than the (.+) service answers at (.+)\\.$": "$2에서 $1 서비스가 아닌 다른 것이 응답합니다.",
  "Ask the cloud's operator for a zone.": "클라우드 운영자에게 존을 요청하세요.",
  "Ask the cloud's operator for flavors.": "클라우드 운영자에게 크기(flavor)를 요청하세요.",
  "Ask the cloud's operator for service offerings.": "클라우드 운영자에게 크기(service offering)를 요청하세요.",
  "Ask the cloud's operator to enable it, or register another zone.":
    "클라우드 운영자에게 켜 달라고 하거나 다른 존을 등록하세요.",
  "Ask the cloud's operator to publish a public endpoint.": "클라우드 운영자에게 공개 엔드포인트를 요청하세요.",
  "Ask the cloud's operator to publish the endpoints.": "클라우드 운영자에게 엔드포인트 공개를 요청하세요.",
  "Ask the cloud's operator whether the service exists and whether the project may use it.":
    "그 서비스가 있는지, 프로젝트가 쓸 수 있는지 클라우드 운영자에게 물어보세요.",
  "Check its id and secret, and that it has not expired or been deleted with its user.":
    "식별자와 비밀 값, 그리고 만료되거나 사용자와 함께 지워지지 않았는지 확인하세요.",
  "Check that the address ends with /client/api.": "주소가 /client/api로 끝나는지 확인하세요.",
  "Check that the port speaks https, and the CA bundle.": "그 포트가 https를 쓰는지, 그리고 CA 인증서를 확인하세요.",
  "Check the address: another service, or a version that is not supported, may answer there.":
    "주소를 확인하세요. 다른 서비스이거나 지원하지 않는 버전일 수 있습니다.",
  "Check the endpoint and the network.": "주소와 네트워크를 확인하세요.",
  "Check the network and the firewall between here and it.": "여기와 그곳 사이의 네트워크와 방화벽을 확인하세요.",
  "Check the network and the load of the cloud, then try again; a firewall that drops packets looks like this too.":
    "네트워크와 클라우드의 부하를 확인한 뒤 다시 시도하세요. 방화벽이 패킷을 버려도 이렇게 보입니다.",
  "Check the port and the scheme (http or https).": "포트와 http인지 https인지 확인하세요.",
  "Check the port, and that the cloud's API is running.": "포트와, 클라우드의 API가 실행 중인지 확인하세요.",
  "Check user name, password, both domains, and that the user has a role in the project.":
    "사용자 이름, 비밀번호, 두 도메인, 그리고 프로젝트에 역할이 있는지 확인하세요.",
  "Correct projectId, or have the account added to the project.":
    "프로젝트 식별자를 고치거나 계정을 프로젝트에 넣어 달라고 하세요.",
  "Correct projectName and projectDomainName, or ask the cloud's operator for a role in the project.":
    "프로젝트 이름과 도메인을 고치거나, 클라우드 운영자에게 프로젝트의 역할을 요청하세요.",
  "Correct the host name, or the name server of this machine.": "호스트 이름이나 이 컴퓨터의 이름 서버를 고치세요.",
  "Give projectName.": "프로젝트 이름을 입력하세요.",
  "Give the PEM bundle of that authority as caCertificate.": "그 기관의 PEM 텍스트를 CA 인증서에 넣으세요.",
  "Map a template by hand (mapping.images), or register one named after its system.":
    "템플릿을 직접 바로잡거나, 운영 체제 이름을 붙여 등록하세요.",
  "Map an image by hand (mapping.images), or upload one with os_distro and os_version.":
    "이미지를 직접 바로잡거나, os_distro와 os_version을 붙여 올리세요.",
  "Register an advanced zone without security groups.": "보안 그룹이 없는 고급(advanced) 존을 등록하세요.",
  "Register that address instead.": "대신 그 주소를 등록하세요.",
  "Renew it, and check both clocks.": "인증서를 갱신하고 양쪽의 시계를 확인하세요.",
  "Terraform's CloudStack provider does not check certificates: keep the way to this API on a trusted network.":
    "Terraform의 클라우드스택 프로바이더는 인증서를 확인하지 않습니다. 믿을 수 있는 네트워크로만 연결하세요.",
  "The address of a CloudStack API usually ends with /client/api.":
    "클라우드스택 API의 주소는 보통 /client/api로 끝납니다.",
  "Try again.": "다시 시도하세요.",
  "Try again; look at proxies between.": "다시 시도하고, 사이에 있는 프록시를 살펴보세요.",
  "Use https wherever the network is not your own.": "내 네트워크가 아니라면 https를 쓰세요.",
  "Use the address of a Keystone with the v3 API.": "v3 API를 제공하는 키스톤 주소를 쓰세요.",
  "Use the name that the certificate was made for.": "인증서에 적힌 이름을 쓰세요.",
  "Without an external network no machine can have a public address.":
    "외부 네트워크가 없으면 머신이 공인 주소를 가질 수 없습니다.",
  "Machines need none; without it no buckets can be made here.":
    "머신에는 필요 없습니다. 없으면 여기에 버킷을 만들 수 없을 뿐입니다.",
  "^(https?://\\S+), with S3$": "주소 $1, S3도 됨",
  "^(https?://\\S+), without S3$": "주소 $1, S3는 안 됨",
  "^none: (.+)$": "없음: $1",
  "not encrypted: the address begins with http://": "암호화되지 않음: 주소가 http://로 시작합니다",
  "the host name is not known": "호스트 이름을 찾을 수 없습니다",
  "the connection was refused": "연결이 거절되었습니다",
  "there is no route to the host": "호스트로 가는 길이 없습니다",
  "no answer came in time": "제때 응답이 오지 않았습니다",
  "the connection broke before the answer was complete": "응답이 끝나기 전에 연결이 끊겼습니다",
  "its certificate is signed by an authority that is not trusted here": "믿을 수 없는 기관이 인증서를 서명했습니다",
  "its certificate has expired or is not valid yet": "인증서가 만료되었거나 아직 유효하지 않습니다",
  "its certificate is for another host name": "인증서가 다른 호스트 이름의 것입니다",
  "no TLS connection could be made": "TLS 연결을 맺지 못했습니다",
  "it does not answer in HTTP": "HTTP로 응답하지 않습니다",
  "the request was given up before an answer came": "응답이 오기 전에 요청을 그만두었습니다",
  "the service is not available": "서비스를 사용할 수 없습니다",
  "Correct the credentials of this cloud.": "이 클라우드의 인증 정보를 고치세요.",
  "Read the cloud's own message; quota and permissions are the usual reasons.":
    "클라우드의 메시지를 읽어 보세요. 보통 할당량이나 권한 때문입니다.",
  "the connection failed": "연결하지 못했습니다",
  "Check the endpoint and the network, then try again; nothing was lost.":
    "주소와 네트워크를 확인한 뒤 다시 시도하세요. 잃은 것은 없습니다.",
  "^(.+) is (.+), port (\\d+) is open$": "$1의 주소는 $2이며 포트 $3이(가) 열려 있습니다",
  "^the certificate is trusted and valid until (.+)$": "인증서를 믿을 수 있으며 $1까지 유효합니다",
  "^Keystone (.+)$": "키스톤 $1",
  "^logged in, project (.+)$": "로그인했습니다. 프로젝트 $1",
  "^project (.+), (\\d+) services published$": "프로젝트 $1, 공개된 서비스 $2개",
  "^there is no project (.*) in that domain, or the user has no role in it$":
    "그 도메인에 프로젝트 $1이(가) 없거나 사용자에게 역할이 없습니다",
  "^(https?://\\S+)$": "주소 $1",
  "^(\\d+) flavors, (\\d+) images \\((\\d+) recognized\\), (\\d+) volume types, (\\d+) external networks$":
    "크기 $1개, 이미지 $2개(알아본 것 $3개), 디스크 종류 $4개, 외부 네트워크 $5개",
  "a CloudStack API answers": "클라우드스택 API가 응답합니다",
  "^the key is accepted, CloudStack (.+)$": "키를 받아들였습니다. 클라우드스택 $1",
  "^zone (.+)$": "존 $1",
  "^(\\d+) commands allowed, all (\\d+) needed ones among them$": "허용된 명령 $1개, 필요한 $2개가 모두 들어 있습니다",
  "the role may not call listApis, so its other permissions cannot be told beforehand":
    "이 역할은 listApis를 부를 수 없어 다른 권한을 미리 알 수 없습니다",
  "^(\\d+) service offerings, (\\d+) templates \\((\\d+) recognized\\), (\\d+) disk offerings, (\\d+) network offerings$":
    "크기 $1개, 템플릿 $2개(알아본 것 $3개), 디스크 종류 $4개, 네트워크 종류 $5개",
  "user name and password are right": "사용자 이름과 비밀번호는 맞습니다",
  "Correct it and try again.": "고친 뒤 다시 시도하세요.",
  "OpenStack does not accept the application credential.": "오픈스택이 애플리케이션 자격 증명을 받아들이지 않습니다.",
  "The catalog of services is empty.": "서비스 카탈로그가 비어 있습니다.",
  "The identity service does not speak version 3.": "인증 서비스가 버전 3을 지원하지 않습니다.",
  "The image that came back is not the one that was sent.": "돌아온 이미지가 보낸 것과 다릅니다.",
  "The token is not for a project.": "토큰이 프로젝트의 것이 아닙니다.",
  "There is no flavor this project may use.": "이 프로젝트가 쓸 수 있는 크기(flavor)가 없습니다.",
  "There is no service offering this account may use.": "이 계정이 쓸 수 있는 크기(service offering)가 없습니다.",
  "^OpenStack does not accept the password of (.+) \\(domain (.+)\\) for project (.+)\\.$":
    "오픈스택이 $1(도메인 $2)의 비밀번호를 프로젝트 $3에 받아들이지 않습니다.",
  "^Something answers at this address \\(HTTP (\\d+)\\), but not CloudStack\\.$":
    "이 주소에서 응답(HTTP $1)이 오지만 클라우드스택이 아닙니다.",
  "^The account is in no project (.+)\\.$": "계정이 프로젝트 $1에 들어 있지 않습니다.",
  "^The account's role may not call (.+)\\.$": "계정의 역할로는 부를 수 없습니다: $1",
  "^(.+): OpenStack does not accept the credentials or the token\\.$":
    "$1: 오픈스택이 인증 정보나 토큰을 받아들이지 않습니다.",
  "^(.+): the user's roles do not allow it\\. OpenStack says: (.+)$":
    "$1: 사용자의 역할로는 할 수 없습니다. 오픈스택의 말: $2",
  "^(.+): the service is not available\\. OpenStack says: (.+)$": "$1: 서비스를 쓸 수 없습니다. 오픈스택의 말: $2",
  "^(.+): OpenStack answered (\\d+): (.+)$": "$1: 오픈스택이 $2로 응답했습니다: $3",
  "^(.+): the answer carries no token; is it really Keystone\\?$": "$1: 응답에 토큰이 없습니다. 정말 키스톤인가요?",
  "^(.+): CloudStack does not accept the API key and its signature.*Set both clocks by NTP\\.$":
    "$1: 클라우드스택이 API 키와 서명을 받아들이지 않습니다. 양쪽 시계가 다르니 NTP로 맞추세요.",
  "^(.+): CloudStack does not accept the API key and its signature.*$":
    "$1: 클라우드스택이 API 키와 서명을 받아들이지 않습니다. 모르는 명령일 때도 이렇게 말합니다.",
  "^(.+): CloudStack answered (\\d+)[^:]*: (.+)$": "$1: 클라우드스택이 $2로 응답했습니다: $3",
  '^(.+): the step "(.+)" of the connection test failed: .+$':
    "$1: 연결 시험의 “$2” 단계에서 실패했습니다. 까닭은 아래 그 단계에 있습니다.",
  "^project (.+)$": "프로젝트 $1",
};
