/** A window whose every key goes to a program elsewhere; tests put one of their own in its place. */
export interface RawTerminal {
  size(): { readonly columns: number; readonly rows: number };
  /** Takes the keys as they come, until `stop`. */
  start(listener: { onKeys(bytes: Uint8Array): void; onResize(): void }): void;
  stop(): void;
  pause(): void;
  resume(): void;
  write(bytes: Uint8Array, shown: () => void): void;
}

/** This process's own window; null where there is none, such as in a pipe. */
export function processRawTerminal(): RawTerminal | null {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) return null;
  let ends: (() => void)[] = [];
  return {
    size: () => ({ columns: stdout.columns, rows: stdout.rows }),
    start({ onKeys, onResize }) {
      stdin.setRawMode(true);
      stdin.on("data", onKeys);
      stdout.on("resize", onResize);
      stdin.resume();
      ends = [() => stdin.off("data", onKeys), () => stdout.off("resize", onResize)];
    },
    stop() {
      for (const end of ends) end();
      ends = [];
      stdin.setRawMode(false);
      stdin.pause();
    },
    pause: () => void stdin.pause(),
    resume: () => void stdin.resume(),
    write: (bytes, shown) => void stdout.write(bytes, () => shown()),
  };
}
