import type { Messages } from "../en/index.ts";

export const list: Messages["list"] = {
  state: "상태",
  role: "위치",
  allStates: "모든 상태",
  allRoles: "두 위치 모두",
  staleState: "응답 없음",
  chosen_one: "머신 {{count}}대 선택함",
  chosen_other: "머신 {{count}}대 선택함",
  chooseAll: "보이는 것 모두 선택",
  choose: "{{name}} 선택",
  planChosen: "계획 만들기",
  destroyChosen: "없애는 계획 만들기",
  clear: "선택 해제",
  started_one: "계획 {{count}}개를 만들고 있습니다. 검토를 기다립니다.",
  started_other: "계획 {{count}}개를 만들고 있습니다. 각각 검토를 기다립니다.",
  refused: "{{name}} 머신: {{why}}",
  working: "{{total}}대 중 {{done}}대를 시작하는 중…",
  nothingFound: "맞는 것이 없습니다.",
  asOf: "{{when}} 기준입니다. 지금은 서비스가 응답하지 않습니다.",
  staleUnknown: "클라우드가 응답하지 않으며, 이전에 확인한 내용도 없습니다.",
  stale: "클라우드가 응답하지 않습니다. {{when}}에 마지막으로 확인했습니다.",
};
