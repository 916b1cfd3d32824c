/**
 * Sentences of the service in the reader's language: as a whole or one by one; as they came when one of them is unknown.
 *
 * @param known what the service says → what the reader reads
 */
export function saySentences(text: string, known: Readonly<Record<string, string>>): string {
  const whole = known[text];
  if (whole !== undefined) return whole;
  const parts = text.split(/(?<=[.!?])\s+/).map((sentence) => known[sentence]);
  return parts.includes(undefined) ? text : parts.join(" ");
}
