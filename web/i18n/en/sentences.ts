/** What the service says in whole sentences, word for word; a language without them shows the service's own. */
export const sentences: Record<string, string> = {};
