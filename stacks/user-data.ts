import type { SitePlan } from "../src/contract/index.ts";
import { SynthRefusal } from "./synth-refusal.ts";

/**
 * User data as both providers expect it: they encode what is plain and pass through what already decodes as base64,
 * which is right for gzip and wrong for plain text that only looks like base64.
 */
export function userDataText({ encoding, content }: SitePlan["userData"]): string {
  const looksEncoded = /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(content);
  if (looksEncoded !== (encoding === "gzip-base64")) {
    throw new SynthRefusal(`User data is said to be ${encoding}, but the providers would take it for the other kind`);
  }
  return content;
}
