import type { Messages } from "../en/index.ts";

export const problems: Messages["problems"] = {
  whatToDo: "할 일",
  reference: "문의용 번호: {{id}}",
  unreachableTitle: "서비스가 응답하지 않습니다",
  unreachableText: "잃은 것은 없습니다. 연결을 확인하고 다시 시도하세요.",
  unexpectedTitle: "페이지에 문제가 생겼습니다",
  unexpectedText: "저희의 잘못입니다. 페이지를 다시 불러오세요. 저장된 내용은 안전합니다.",
  reload: "다시 불러오기",
};
