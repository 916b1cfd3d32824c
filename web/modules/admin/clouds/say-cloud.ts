import { saySentences } from "../../machine/say-sentences.ts";

/**
 * What the service says of a cloud in the reader's language, as it came when it is not known there.
 *
 * @param known whole sentences, and patterns that begin with ^ for those that name something
 */
export function sayCloud(text: string, known: Readonly<Record<string, string>>): string {
  const said = saySentences(text, known);
  if (said !== text) return said;
  for (const [pattern, words] of Object.entries(known)) {
    if (pattern.startsWith("^") && new RegExp(pattern, "s").test(text)) {
      return text.replace(new RegExp(pattern, "s"), words);
    }
  }
  // Who failed, as its operator calls it, and then why.
  const [, who, why = ""] = /^(.+?): (.+?)\.?$/s.exec(text) ?? [];
  return known[why] === undefined ? text : `${who}: ${known[why]}`;
}
