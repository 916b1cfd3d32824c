/** Codes that need other words on a page than in a terminal; all others are shown as the service says them. */
const codes: Record<string, { title: string; remedy: string }> = {
  "not-authenticated": { title: "You are not signed in", remedy: "Sign in, then try again." },
  "illegal-transition": { title: "The run cannot do that now", remedy: "Look at the run: it has moved on meanwhile." },
  "webhook-paused": { title: "The webhook is paused", remedy: "Let it go on; its deliveries say why it was paused." },
};

export const problems = {
  whatToDo: "What to do",
  reference: "For questions: {{id}}",
  unreachableTitle: "The service does not answer",
  unreachableText: "Nothing was lost. Check the connection and try again.",
  unexpectedTitle: "The page stumbled",
  unexpectedText: "This is our mistake. Load the page again; what was saved is safe.",
  reload: "Load again",
  codes,
};
