import { saySentences } from "../../machine/say-sentences.ts";

type Known = Readonly<Record<string, string>>;

/**
 * What the service says of a cloud in the reader's language, as it came when it is not known there.
 *
 * @param known whole sentences, and patterns that begin with ^ for those that name something
 */
export function sayCloud(text: string, known: Known): string {
  const said = saySentences(text, known);
  if (said !== text) return said;
  const whole = byPattern(text, known);
  if (whole !== undefined) return whole;
  const parts = text.split(/(?<=[.!?])\s+/).map((part) => known[part] ?? byPattern(part, known));
  if (parts.length > 1 && !parts.includes(undefined)) return parts.join(" ");
  // Who failed, as its operator calls it, and then why.
  const [, who, why = ""] = /^(.+?): (.+?)\.?$/s.exec(text) ?? [];
  return known[why] === undefined ? text : `${who}: ${known[why]}`;
}

function byPattern(text: string, known: Known): string | undefined {
  for (const [pattern, words] of Object.entries(known)) {
    if (!pattern.startsWith("^")) continue;
    const shape = new RegExp(pattern, "s");
    if (shape.test(text)) return text.replace(shape, words);
  }
  return undefined;
}
