import { StringDecoder } from "node:string_decoder";

const TOO_LONG = " … (cut)";

/**
 * Cuts a stream of bytes into lines. A line longer than `limit` characters is passed on once, cut, so that a program
 * that never ends its line cannot fill the memory.
 */
export function splitLines(limit: number, onLine: (line: string) => void) {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let overflowing = false;

  function take(text: string): void {
    const parts = text.split("\n");
    for (const [index, part] of parts.entries()) {
      append(part);
      if (index < parts.length - 1) end();
    }
  }

  function append(part: string): void {
    if (overflowing) return;
    rest += part;
    if (rest.length <= limit) return;
    rest = rest.slice(0, limit) + TOO_LONG;
    overflowing = true;
  }

  function end(): void {
    const line = rest.replace(/\r$/, "").replaceAll("\0", "");
    rest = "";
    overflowing = false;
    if (line !== "") onLine(line);
  }

  return {
    push: (chunk: Buffer) => take(decoder.write(chunk)),
    end() {
      take(decoder.end());
      end();
    },
  };
}
