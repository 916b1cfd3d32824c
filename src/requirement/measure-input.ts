import type { Issue } from "../contract/index.ts";

const MAX_DEPTH = 24;
const MAX_VALUES = 5_000;

/**
 * Refuses documents no honest requirement has, before anything walks them recursively.
 * The walk is iterative and counts, so that a circle or 100,000 elements end it early.
 */
export function measureInput(input: unknown): Issue | null {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: input, depth: 0 }];
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    seen += 1;
    if (seen > MAX_VALUES) return tooLarge(`has more than ${MAX_VALUES.toLocaleString("en")} values`);
    if (next.depth > MAX_DEPTH) return tooLarge(`is nested more than ${MAX_DEPTH} levels deep`);
    if (typeof next.value !== "object" || next.value === null) continue;
    const children = Array.isArray(next.value) ? next.value : Object.values(next.value);
    if (children.length > MAX_VALUES) return tooLarge(`has more than ${MAX_VALUES.toLocaleString("en")} values`);
    for (const value of children) open.push({ value, depth: next.depth + 1 });
  }
  return null;
}

function tooLarge(what: string): Issue {
  return {
    pointer: "",
    code: "document-too-large",
    message: `The document ${what}, which no requirement needs.`,
    remedy: "Send one requirement; put large content into a file that the machine fetches at first boot.",
  };
}
