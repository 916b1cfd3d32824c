export const problems = {
  whatToDo: "What to do",
  reference: "For questions: {{id}}",
  unreachableTitle: "The service does not answer",
  unreachableText: "Nothing was lost. Check the connection and try again.",
  unexpectedTitle: "The page stumbled",
  unexpectedText: "This is our mistake. Load the page again; what was saved is safe.",
  reload: "Load again",
};
