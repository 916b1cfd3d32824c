/** A variable's value as a shell would see it; null where only a running shell knows it. */
export type Assignments = ReadonlyMap<string, string | null>;

const START = /^[ \t]*(?:export[ \t]+|set[ \t]+|declare[ \t]+-x[ \t]+)?((?:OS|CLOUDSTACK)_[A-Z0-9_]+)=/;

/**
 * Reads `NAME=value` as a POSIX shell does, quotes and backslashes included, but runs nothing: what comes from another
 * variable or a command is null. Everything that does not begin a line is skipped, so scripts around it do no harm.
 */
export function readAssignments(text: string): Assignments {
  const found = new Map<string, string | null>();
  let at = 0;
  while (at < text.length) {
    const end = lineEnd(text, at);
    const match = START.exec(text.slice(at, end));
    if (match?.[1] === undefined) {
      at = end + 1;
      continue;
    }
    const word = readWord(text, at + match[0].length);
    found.set(match[1], word.value);
    at = lineEnd(text, word.end) + 1;
  }
  return found;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

interface Word {
  readonly value: string | null;
  readonly end: number;
}

function readWord(text: string, from: number): Word {
  let value = "";
  let known = true;
  let quote: "'" | '"' | null = null;
  let at = from;
  for (; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quote === null && /[\s;&|#<>]/.test(char)) break;
    if (char === quote) quote = null;
    else if (quote === null && (char === "'" || char === '"')) quote = char;
    else if (quote !== "'" && (char === "$" || char === "`")) known = false;
    else if (quote !== "'" && char === "\\") {
      at += 1;
      const next = text.charAt(at);
      // Within double quotes a backslash stays before what it does not have to escape.
      value += quote === '"' && !'$`"\\\n'.includes(next) ? `\\${next}` : next === "\n" ? "" : next;
    } else value += char;
  }
  return { value: known && quote === null ? value : null, end: at };
}
