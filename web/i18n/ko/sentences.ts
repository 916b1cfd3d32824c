import type { Messages } from "../en/index.ts";

/** Sentence by sentence what the service says of plans, repairs and failures; what is missing is shown as it came. */
export const sentences: Messages["sentences"] = {
  "It is put right while everything goes on.": "아무것도 멈추지 않고 되돌립니다.",
  "It is made again without touching anything else.": "다른 것을 건드리지 않고 다시 만듭니다.",
  "What was on it is gone; making it again gives an empty one.":
    "그 안에 있던 것은 사라졌습니다. 다시 만들면 비어 있습니다.",
  "Making it again touches what depends on it.": "다시 만들면 거기에 의존하는 것도 바뀝니다.",
  "It was stopped past this service; whether it may run again is a person's word.":
    "이 서비스를 거치지 않고 껐습니다. 다시 켜도 되는지는 사람이 정합니다.",
  "It was started past this service, though it is to stay stopped.":
    "꺼져 있어야 하는데 이 서비스를 거치지 않고 켰습니다.",
  "The cloud keeps it for a while, and no plan sees that it is gone: recover it there before it is expunged.":
    "클라우드가 잠시 보관하지만 계획에는 보이지 않습니다. 완전히 지워지기 전에 클라우드에서 복구하세요.",
  "No plan sees it, so none puts it right: set it back in the cloud.":
    "계획에는 보이지 않아 계획으로 되돌릴 수 없습니다. 클라우드에서 되돌리세요.",
  "It lets traffic through that nobody asked for, and no plan takes it away.":
    "요청하지 않은 통신을 허용하며, 계획으로는 없어지지 않습니다.",
  "It lets traffic out that nobody asked for, and no plan takes it away.":
    "요청하지 않은 통신을 내보내며, 계획으로는 없어지지 않습니다.",
  "It carries this workspace's mark, costs money and may do the same work twice.":
    "이 머신의 표시가 있고 비용이 들며, 같은 일을 두 번 할 수 있습니다.",
  "It carries this workspace's mark and may hold what somebody needs.":
    "이 머신의 표시가 있고 누군가에게 필요한 것이 들어 있을 수 있습니다.",
  "Nothing of this workspace depends on it; it may cost money.":
    "이 머신은 거기에 의존하지 않지만 비용이 들 수 있습니다.",
  "Everything on it is lost.": "그 안의 모든 것이 사라집니다.",
  "What is connected to it cannot stay as it is.": "그것에 연결된 것은 그대로 둘 수 없습니다.",
  "The machine’s network card goes with it.": "머신의 네트워크 카드도 함께 바뀝니다.",
  "The connection breaks, for a moment when it is made again.": "연결이 끊깁니다. 다시 만들면 잠시만 끊깁니다.",
  "The public address is given back to the cloud; another one takes its place, if any.":
    "공인 주소를 클라우드에 돌려줍니다. 필요하면 다른 주소를 받습니다.",
  "The image is removed before a new one exists.": "새 이미지가 생기기 전에 이미지를 없앱니다.",
  "The disk is taken from the machine while it may be in use.": "쓰고 있을 수 있는 디스크를 머신에서 뗍니다.",
  "Its ports close.": "열린 포트가 닫힙니다.",
  "Its last creation did not finish.": "지난번에 만들다가 끝내지 못했습니다.",
  "It was asked for.": "요청한 것입니다.",
  "Something it depends on changes.": "의존하는 것이 바뀝니다.",
  "It is no longer part of the requirement.": "더는 요구 사항에 없습니다.",
  "Its disks stay; the machine itself is made anew and boots from them.":
    "디스크는 남고, 머신만 새로 만들어 그 디스크로 시동합니다.",
  "Its disks stay.": "디스크는 남습니다.",
  "The new one is made before the old one is removed.": "새것을 만든 뒤에 이전 것을 없앱니다.",
  "This is the standby, whose disk is a copy.": "대기 머신이며 디스크는 사본입니다.",
  "The old one stays on the cloud and may cost money; nobody here looks after it any more.":
    "이전 것은 클라우드에 남아 비용이 들 수 있으며, 더는 관리하지 않습니다.",
  "It follows the replacement of what it belongs to.": "속한 것이 바뀌므로 함께 바뀝니다.",
  "It does not run now; applying starts it, whoever stopped it and why.":
    "지금 꺼져 있습니다. 누가 왜 껐든 적용하면 켜집니다.",
  "A person stopped it by hand; afterwards it runs.": "사람이 직접 껐던 머신이며, 적용한 뒤에는 켜져 있습니다.",
  "What runs on it stops.": "실행 중인 것이 멈춥니다.",
  "OpenStack rebuilds the machine from the image: its root disk is wiped, although Terraform says update.":
    "OpenStack이 이미지로 머신을 다시 만듭니다. Terraform은 변경이라고 하지만 루트 디스크가 지워집니다.",
  "OpenStack shuts the machine down and starts it again with its new size.":
    "OpenStack이 머신을 끄고 새 크기로 다시 켭니다.",
  "The disk moves to other storage, which can take long.": "디스크를 다른 저장소로 옮기며 오래 걸릴 수 있습니다.",
  "The guest must grow its file system afterwards.": "나중에 머신 안에서 파일 시스템을 늘려야 합니다.",
  "The public address is away for a moment.": "공인 주소가 잠시 끊깁니다.",
  "The machine's private address or connection changes while it runs.": "실행 중에 머신의 사설 주소나 연결이 바뀝니다.",
  "CloudStack makes this change on a stopped machine only: it is stopped, changed and started.":
    "CloudStack은 꺼진 머신만 이렇게 바꿀 수 있어, 끄고 바꾼 뒤 다시 켭니다.",
  "It looks done, but takes effect only when the machine is next stopped and started.":
    "끝난 것처럼 보이지만 다음에 껐다 켤 때 적용됩니다.",
  "The provider changes nothing on the cloud for this; only the state will say so.":
    "클라우드에서는 바뀌는 것이 없고 상태에만 적힙니다.",
  "The disk is detached and attached again; when detaching fails, CloudStack's provider restarts the machine.":
    "디스크를 떼었다가 다시 붙입니다. 떼지 못하면 CloudStack 프로바이더가 머신을 다시 시작합니다.",
  "The network's router is restarted: connections break for a while.":
    "네트워크의 라우터를 다시 시작하며 연결이 한동안 끊깁니다.",
  "The changed rules are removed and made again: their ports close for a moment.":
    "바뀐 규칙을 없앴다가 다시 만들며 그 포트가 잠시 닫힙니다.",
  "It exists, and an apply that did not end well has not noted it.":
    "이미 있지만, 제대로 끝나지 않은 적용이 기록하지 못했습니다.",
  "It is still being made or removed; then it is taken into the state, or removed.":
    "아직 만들거나 없애는 중입니다. 끝나면 상태에 넣거나 없앱니다.",
  "It is a second one: the state has another of this name.":
    "같은 이름의 두 번째 것입니다. 상태에는 다른 것이 있습니다.",
  "An interrupted apply left it half-made.": "중단된 적용이 만들다 만 것입니다.",
  "It carries this machine's mark, but neither the state nor the requirement has a place for it.":
    "이 머신의 표시가 있지만 상태에도 요구 사항에도 자리가 없습니다.",
  "The apply was interrupted": "적용이 중단되었습니다",
  "The apply was canceled in the middle": "적용이 도중에 취소되었습니다",
  "The worker ended while Terraform was applying; the state that Terraform left behind was found and stored.":
    "Terraform이 적용하는 동안 작업자가 끝났습니다. Terraform이 남긴 상태를 찾아 저장했습니다.",
  "The worker ended while Terraform was applying; some objects may exist that the state does not know.":
    "Terraform이 적용하는 동안 작업자가 끝났습니다. 상태가 모르는 것이 있을 수 있습니다.",
  "What Terraform was making in that moment may exist in the cloud without being in the state.":
    "그 순간 Terraform이 만들던 것이 상태에 없이 클라우드에 있을 수 있습니다.",
  "Repair: it shows what is on the cloud, takes it into the state, and plans anew.":
    "복구하세요. 클라우드에 있는 것을 보여 주고 상태에 넣은 뒤 다시 계획합니다.",
  "Plan again: the new plan continues from there.": "다시 계획하세요. 새 계획이 거기서 이어 갑니다.",
};
