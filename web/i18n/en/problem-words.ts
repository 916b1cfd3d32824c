/** Codes that need other words on a page than in a terminal; all others are shown as the service says them. */
const problemCodes: Record<string, { title: string; remedy: string }> = {
  "not-authenticated": { title: "You are not signed in", remedy: "Sign in, then try again." },
  "illegal-transition": { title: "The run cannot do that now", remedy: "Look at the run: it has moved on meanwhile." },
  "webhook-paused": { title: "The webhook is paused", remedy: "Let it go on; its deliveries say why it was paused." },
};

/** Loaded when the service refuses something for the first time. */
export const problemWords = { problemCodes };
