import RFB from "@novnc/novnc";
import { useEffect, useRef } from "react";
import { isLeaveKey, leaveByKey } from "../remote/leave-by-key.ts";

export interface ScreenViewProps {
  readonly socket: WebSocket;
  /** What the screen is called. */
  readonly label: string;
  /** Shrinks or grows the picture to the page. */
  readonly scaled: boolean;
  onReady(screen: RFB, place: HTMLElement): void;
}

/** A machine's screen, drawn by noVNC. */
export function ScreenView({ socket, label, scaled, onReady }: ScreenViewProps) {
  const place = useRef<HTMLElement>(null);
  const shown = useRef<RFB | null>(null);
  const first = useRef({ label, scaled, onReady });

  useEffect(() => {
    const host = place.current;
    if (host === null) return undefined;
    const screen = new RFB(host, socket, { shared: true });
    screen.scaleViewport = first.current.scaled;
    screen.background = "#101418";
    const canvas = host.querySelector("canvas");
    canvas?.setAttribute("role", "img");
    canvas?.setAttribute("aria-label", first.current.label);
    screen.addEventListener("connect", () => screen.focus());
    // Before noVNC, which takes every key.
    const leave = (event: KeyboardEvent): void => {
      if (isLeaveKey(event)) leaveByKey(event);
    };
    host.addEventListener("keydown", leave, { capture: true });
    shown.current = screen;
    first.current.onReady(screen, host);
    return () => {
      host.removeEventListener("keydown", leave, { capture: true });
      shown.current = null;
      screen.disconnect();
      host.replaceChildren();
    };
  }, [socket]);

  useEffect(() => {
    if (shown.current !== null) shown.current.scaleViewport = scaled;
  }, [scaled]);

  return <section className="screen-place" aria-label={label} ref={place} />;
}
