import "@xterm/xterm/css/xterm.css";
import { useComputedColorScheme } from "@mantine/core";
import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import { useEffect, useRef } from "react";
import { isLeaveKey, leaveByKey } from "../remote/leave-by-key.ts";
import { carry } from "./carry.ts";
import { drawStrictly } from "./strict-document.ts";
import { TERMINAL_COLOURS } from "./terminal-colours.ts";

export interface TerminalViewProps {
  readonly socket: WebSocket;
  /** What the terminal is called. */
  readonly label: string;
  /** Says every line to a screen reader. */
  readonly reader: boolean;
  onReady(terminal: Terminal): void;
}

const FONT = "ui-monospace, 'DejaVu Sans Mono', 'Noto Sans Mono CJK KR', monospace";

/** A terminal that shows one connection; what it showed stays after the end. */
export function TerminalView({ socket, label, reader, onReady }: TerminalViewProps) {
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef<Terminal | null>(null);
  const scheme = useComputedColorScheme("light");
  const first = useRef({ scheme, reader, onReady });

  useEffect(() => {
    const host = place.current;
    if (host === null) return undefined;
    const stopDrawing = drawStrictly();
    const terminal = new Terminal({
      cursorBlink: false,
      fontFamily: FONT,
      fontSize: 14,
      minimumContrastRatio: 4.5,
      scrollback: 5_000,
      screenReaderMode: first.current.reader,
      theme: TERMINAL_COLOURS[first.current.scheme],
    });
    const fit = new FitAddon();
    terminal.loadAddon(fit);
    terminal.open(host);
    terminal.attachCustomKeyEventHandler((event) => {
      if (!isLeaveKey(event)) return true;
      leaveByKey(event);
      return false;
    });
    const stop = carry(terminal, socket);
    const watcher = new ResizeObserver(() => fit.fit());
    watcher.observe(host);
    fit.fit();
    terminal.focus();
    shown.current = terminal;
    first.current.onReady(terminal);
    return () => {
      watcher.disconnect();
      stop();
      shown.current = null;
      terminal.dispose();
      stopDrawing();
    };
  }, [socket]);

  useEffect(() => {
    if (shown.current === null) return;
    shown.current.options.theme = TERMINAL_COLOURS[scheme];
    shown.current.options.screenReaderMode = reader;
  }, [scheme, reader]);

  return <section className="terminal-place" aria-label={label} ref={place} />;
}
