const MOST_LINES = 20;
const MOST_COLUMNS = 90;

/** The end of a serial console as plain lines: no colours, no control characters, nothing too wide for the screen. */
export function lastLines(text: string): readonly string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a terminal's colours are made of
  const plain = text.replace(/\u001b\[[0-9;?]*[A-Za-z]|\u001b[()][A-Z0-9]|[\u0000-\u0008\u000b-\u001f]/g, "");
  return plain
    .trimEnd()
    .split("\n")
    .slice(-MOST_LINES)
    .map((line) => line.slice(0, MOST_COLUMNS));
}
