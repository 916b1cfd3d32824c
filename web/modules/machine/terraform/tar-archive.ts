const BLOCK = 512;

/** Text files as one ustar archive (POSIX.1-1988); names of at most 100 bytes. */
export function tarArchive(files: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const parts = Object.entries(files).flatMap(([name, text]) => {
    const content = new TextEncoder().encode(text);
    return [header(name, content.length), content, new Uint8Array(-content.length & (BLOCK - 1))];
  });
  const all = [...parts, new Uint8Array(2 * BLOCK)];
  const archive = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of all) {
    archive.set(part, at);
    at += part.length;
  }
  return archive;
}

function header(name: string, size: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const write = (text: string, at: number) => block.set(new TextEncoder().encode(text), at);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`;
  write(name, 0);
  write(octal(0o644, 7), 100);
  write(octal(0, 7), 108);
  write(octal(0, 7), 116);
  write(octal(size, 11), 124);
  write(octal(0, 11), 136);
  // The sum is made as if it were eight spaces itself.
  write("        ", 148);
  write("0", 156);
  write("ustar\x0000", 257);
  write(
    `${octal(
      block.reduce((sum, byte) => sum + byte, 0),
      6,
    )} `,
    148,
  );
  return block;
}
