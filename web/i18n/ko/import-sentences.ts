/** What the service says of a text that a cloud is imported from, and of a registration's fields; as in cloud-sentences.ts. */
export const importSentences: Readonly<Record<string, string>> = {
  "API key": "API 키",
  "^application credential ?(.*)$": "애플리케이션 인증 정보 $1",
  "^(\\S+) in project (\\S+)$": "프로젝트 $2의 $1",

  "The text names no region; RegionOne is taken unless you say another.":
    "텍스트에 리전이 없습니다. 다른 것을 적지 않으면 RegionOne을 씁니다.",
  "The text asks for another than the public addresses; here the public ones are used.":
    "텍스트는 공개 주소가 아닌 것을 쓰라고 하지만 여기에서는 공개 주소를 씁니다.",
  "cloudmonkey's profiles name no zone; say in which one machines are made.":
    "cloudmonkey 프로필에는 존이 없습니다. 머신을 만들 존을 적으세요.",
  "^Only a running shell knows (.+); run the file first and import the environment\\.$":
    "실행 중인 셸만 아는 값이 있습니다: $1. 파일을 먼저 실행한 뒤 환경 변수를 가져오세요.",

  "The text is of no known form.": "알아볼 수 없는 형식의 텍스트입니다.",
  "It is no clouds.yaml, sets no OS_… or CLOUDSTACK_… variables, and is no configuration of cloudmonkey.":
    "clouds.yaml도 아니고 OS_…이나 CLOUDSTACK_… 변수도 없으며 cloudmonkey 설정도 아닙니다.",
  "Give one of these three, or register the cloud from a file of its own (docs/clouds.md).":
    "이 셋 가운데 하나를 넣거나 클라우드를 직접 등록하세요.",
  "The text has several clouds.": "텍스트에 클라우드가 여럿 있습니다.",
  "The text has no cloud of that name.": "텍스트에 그런 이름의 클라우드가 없습니다.",
  "^Say which one: (.+)\\.$": "어느 것인지 고르세요: $1.",
  "^This is no (.+): it has no group “clouds”\\.$": "$1 파일이 아닙니다. “clouds” 묶음이 없습니다.",
  "There is no group “clouds”.": "“clouds” 묶음이 없습니다.",
  "Begin it with clouds: and the clouds below, each with auth.":
    "clouds:로 시작하고 그 아래에 클라우드마다 auth를 적으세요.",
  "^The text names (\\d+) clouds; (\\d+) is the most\\.$": "텍스트에 클라우드가 $1개 있습니다. $2개까지 됩니다.",
  "“auth” is no group of named values.": "“auth”가 이름 붙은 값의 묶음이 아닙니다.",
  "Indent its values below auth:.": "auth: 아래에 값을 들여 쓰세요.",
  "The text sets no variable OS_… and none CLOUDSTACK_….": "텍스트에 OS_…이나 CLOUDSTACK_… 변수가 없습니다.",
  "There is nothing to read a cloud from.": "클라우드를 읽어 낼 내용이 없습니다.",
  "Give the text of an openrc file.": "openrc 파일의 내용을 넣으세요.",
  "The text has no profile of cloudmonkey.": "텍스트에 cloudmonkey 프로필이 없습니다.",
  "There is no section such as [localcloud].": "[localcloud] 같은 절이 없습니다.",
  "Give the text of ~/.cmk/config.": "~/.cmk/config의 내용을 넣으세요.",

  "^The way to sign in( “.+”)? is not supported; a password or an application credential is\\.$":
    "이 로그인 방법$1은 지원하지 않습니다. 비밀번호나 애플리케이션 인증 정보를 쓸 수 있습니다.",
  "Make an application credential (openstack application credential create) and import that.":
    "애플리케이션 인증 정보를 만들어(openstack application credential create) 그것을 가져오세요.",
  "The text turns the check of certificates off; TwinStack never sends a password to a cloud it cannot recognize.":
    "텍스트가 인증서 확인을 끕니다. TwinStack은 확인할 수 없는 클라우드에 비밀번호를 보내지 않습니다.",
  "Remove that line, and give the certificate of the cloud's authority (cacert) where it is a private one.":
    "그 줄을 지우고, 사설 인증 기관이면 그 기관의 인증서(cacert)를 주세요.",
  "Version 2 of the identity service is not supported.": "인증 서비스의 버전 2는 지원하지 않습니다.",
  "Use its v3 address.": "v3 주소를 쓰세요.",
  "The text signs in with a certificate of its own; that is not supported.":
    "텍스트가 자체 인증서로 로그인하는데, 지원하지 않는 방법입니다.",
  "The text is for the whole system; machines belong to a project.":
    "텍스트가 시스템 전체의 것입니다. 머신은 프로젝트에 속합니다.",
  "Name a project.": "프로젝트를 적으세요.",
  "The address stands in a vendor's profile, which is not read.":
    "주소가 공급자의 프로필에 있는데, 그 프로필은 읽지 않습니다.",
  "Write auth_url into the text; `openstack configuration show` tells it.":
    "텍스트에 auth_url을 적으세요. `openstack configuration show`가 알려 줍니다.",
  "The profile signs in with a user name and a password; machines need keys.":
    "프로필이 사용자 이름과 비밀번호로 로그인합니다. 머신에는 키가 필요합니다.",
  "The profile has no keys.": "프로필에 키가 없습니다.",
  "Make keys on the user's page in CloudStack (or: cmk register userkeys id=…), and write apikey and secretkey into the profile.":
    "클라우드스택의 사용자 페이지에서 키를 만들어(또는 cmk register userkeys id=…) 프로필에 apikey와 secretkey를 적으세요.",
  "The profile turns the check of certificates off; TwinStack never signs a request to a cloud it cannot recognize.":
    "프로필이 인증서 확인을 끕니다. TwinStack은 확인할 수 없는 클라우드에 보내는 요청에 서명하지 않습니다.",
  "Set verifycert to true, and give the certificate of the cloud's authority where it is a private one.":
    "verifycert를 true로 하고, 사설 인증 기관이면 그 기관의 인증서를 주세요.",
  "The text names a file with the certificate of the cloud's authority, which the service cannot read.":
    "텍스트가 인증 기관의 인증서를 파일로 가리키는데, 서비스는 그 파일을 읽을 수 없습니다.",
  "Give the text of that file as well.": "그 파일의 내용도 넣으세요.",

  "^“(.+)” cannot be registered for one thing\\.$": "“$1”을(를) 등록할 수 없는 까닭이 하나 있습니다.",
  "^“(.+)” cannot be registered for (\\d+) things\\.$": "“$1”을(를) 등록할 수 없는 까닭이 $2가지 있습니다.",
  "The registration of the cloud has one mistake.": "클라우드 등록에 잘못이 하나 있습니다.",
  "^The registration of the cloud has (\\d+) mistakes\\.$": "클라우드 등록에 잘못이 $1가지 있습니다.",
  "^“(.+)” is missing\\.$": "“$1”이(가) 없습니다.",
  "Add it; docs/clouds.md shows a whole file of each kind.": "채워 넣으세요.",
  "^There is no field “(.+)” in a registration of this kind\\.$": "이 종류의 등록에는 “$1” 항목이 없습니다.",
  "^There is no field “(.+)” in “(.+)”\\.$": "“$2”에는 “$1” 항목이 없습니다.",
  "Correct its name or leave it out; docs/clouds.md shows a whole file of each kind.": "이름을 고치거나 빼세요.",
  "^“(.+)” must be text\\.$": "“$1”은(는) 글자여야 합니다.",
  "Put it in quotes.": "따옴표로 묶으세요.",
  "^“(.+)” is not an address\\.$": "“$1”이(가) 주소가 아닙니다.",
  "Write it whole, such as https://cloud.example.org:5000/v3.":
    "https://cloud.example.org:5000/v3처럼 전체를 적으세요.",
  "^“(.+)” says none of the known kinds\\.$": "“$1”에 알려진 종류가 없습니다.",
  "^Write one of: (.+)\\.$": "다음 가운데 하나를 적으세요: $1.",
  "^“(.+)” is not valid\\.$": "“$1”이(가) 올바르지 않습니다.",
  "Correct this field.": "이 항목을 고치세요.",
  "an address must not carry a user name or a password": "주소에 사용자 이름이나 비밀번호를 넣을 수 없습니다.",
  "Put them under credentials.": "인증 정보에 넣으세요.",
  "this is not a PEM bundle of certificates": "PEM 인증서가 아닙니다.",
  "Paste the text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.":
    "-----BEGIN CERTIFICATE-----부터 -----END CERTIFICATE-----까지 붙여 넣으세요.",
};
