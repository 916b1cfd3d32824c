import type { Terminal } from "@xterm/xterm";
import type { TerminalMessage } from "../../../../src/contract/index.ts";

/** The service takes no larger message. */
const LARGEST = 64 * 1024;
/** So often the service hears how much was shown. */
const TELL_EVERY = 64 * 1024;

/** Carries bytes between a terminal on the page and the machine, until the answer is called. */
export function carry(terminal: Terminal, socket: WebSocket): () => void {
  let shown = 0;
  let told = 0;

  function send(message: TerminalMessage): void {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }

  function type(bytes: Uint8Array): void {
    if (socket.readyState !== WebSocket.OPEN) return;
    for (let start = 0; start < bytes.length; start += LARGEST) socket.send(bytes.slice(start, start + LARGEST));
  }

  function show({ data: content }: MessageEvent): void {
    if (!(content instanceof ArrayBuffer)) return;
    terminal.write(new Uint8Array(content), () => {
      shown += content.byteLength;
      if (shown - told < TELL_EVERY) return;
      told = shown;
      send({ kind: "shown", bytes: shown });
    });
  }

  const tellSize = (): void => send({ kind: "resize", columns: terminal.cols, rows: terminal.rows });
  const ends = [
    terminal.onData((text) => type(new TextEncoder().encode(text))),
    // Mouse reports are bytes, not letters.
    terminal.onBinary((text) => type(Uint8Array.from(text, (letter) => letter.charCodeAt(0)))),
    terminal.onResize(tellSize),
  ];
  socket.addEventListener("message", show);
  if (socket.readyState === WebSocket.OPEN) tellSize();
  else socket.addEventListener("open", tellSize, { once: true });
  return () => {
    socket.removeEventListener("message", show);
    for (const end of ends) end.dispose();
  };
}
