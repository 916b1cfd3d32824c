/** A moment as the browser's date input writes it, in the reader's own time; empty for none. */
export function toLocalInput(moment: string | null): string {
  if (moment === null) return "";
  const date = new Date(moment);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** What was typed into a date input as a moment in UTC; null for nothing. */
export function toMoment(typed: string): string | null {
  if (typed === "") return null;
  const date = new Date(typed);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
