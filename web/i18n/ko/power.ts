import type { Messages } from "../en/index.ts";

export const power: Messages["power"] = {
  start: "켜기",
  stop: "끄기",
  reboot: "다시 시작",
  named: { start: "{{place}} 켜기", stop: "{{place}} 끄기", reboot: "{{place}} 다시 시작" },
  places: { primary: "주 머신", standby: "대기 머신" },
  ask: {
    start: "{{place}}을 켤까요?",
    stop: "{{place}}을 끌까요?",
    reboot: "{{place}}을 다시 시작할까요?",
  },
  text: {
    start: "디스크는 그대로 두고 머신을 켭니다. 보통 1분쯤 걸립니다.",
    stop: "머신에 끄라고 알리고, 1분쯤 지나도 꺼지지 않으면 전원을 끕니다. 디스크와 주소는 남습니다.",
    reboot: "머신을 껐다가 다시 켭니다. 디스크와 주소는 남습니다.",
  },
  consequences: {
    "serving-stops": "서비스 중인 주 머신입니다. 다시 켤 때까지 서비스가 멈춥니다.",
    "serving-pauses": "서비스 중인 주 머신입니다. 다시 시작하는 동안 서비스가 멈춥니다.",
    "loses-unwritten": "전원 코드를 뽑는 것과 같습니다. 디스크에 아직 쓰지 않은 것은 사라집니다.",
    "kept-stopped": "대기 머신은 꺼 두도록 요청되어 있습니다. 이제 주 머신과 함께 켜져 있게 됩니다.",
    "applied-again": "다음 계획이 요청한 상태로 되돌리며, 승인하기 전에 그렇게 알려 줍니다.",
    "left-so": "CloudStack의 계획은 전원을 바꾸지 않습니다. 여기서 다시 바꿀 때까지 그대로입니다.",
  },
  hard: "강제로: 머신에 알리지 않고",
  hardHint: "더 이상 반응하지 않는 머신에 쓰세요.",
  going: {
    start: "켜는 중입니다.",
    stop: "끄는 중입니다. 천천히 꺼지는 머신은 1분쯤 걸립니다.",
    reboot: "다시 시작하는 중입니다.",
  },
  waiting: "작업자를 기다립니다.",
  takeBack: "되돌리기",
  failed: "지난번 전원 변경이 실패했습니다",
  uncertain: "머신을 확인하세요. 지난번 전원 변경이 되었는지 알 수 없습니다",
  stoppedByHand: "{{when}}에 사람이 직접 껐습니다.",
  mayOnlyLook: "이 머신을 볼 수 있지만 바꿀 수는 없습니다.",
};
