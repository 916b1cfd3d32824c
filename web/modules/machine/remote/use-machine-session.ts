import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type {
  MachineSessionKind,
  MachineSessionTicket,
  SessionEnded,
  SiteKey,
} from "../../../../src/contract/index.ts";
import { connectTo, machineSessionsKey, openMachineSession } from "../../../api/machine-sessions.ts";

export type Stage =
  | { readonly kind: "closed" }
  | { readonly kind: "opening" }
  | { readonly kind: "open"; readonly ticket: MachineSessionTicket }
  | { readonly kind: "ended"; readonly reason: string; readonly detail: string | null }
  | { readonly kind: "refused"; readonly error: unknown };

export interface OpenMachineSession {
  readonly stage: Stage;
  /** Of the connection that is open, or was last; null before the first. */
  readonly socket: WebSocket | null;
  connect(): Promise<void>;
  disconnect(): void;
}

const LEFT = 4000;

/** One session on the machine of a place: opened, watched and left with the page. Another place needs another of it. */
export function useMachineSession(kind: MachineSessionKind, workspaceId: string, site: SiteKey): OpenMachineSession {
  const queries = useQueryClient();
  const [stage, setStage] = useState<Stage>({ kind: "closed" });
  const [socket, setSocket] = useState<WebSocket | null>(null);
  const current = useRef<WebSocket | null>(null);

  const leave = useCallback(() => {
    current.current?.close(LEFT, "left");
    current.current = null;
  }, []);

  // Whoever leaves the page leaves the machine.
  useEffect(() => leave, [leave]);

  async function connect(): Promise<void> {
    leave();
    setStage({ kind: "opening" });
    try {
      const ticket = await openMachineSession(kind, workspaceId, site);
      const opened = connectTo(ticket);
      current.current = opened;
      follow(opened, ticket);
      setSocket(opened);
    } catch (error) {
      setStage({ kind: "refused", error });
    }
  }

  function follow(opened: WebSocket, ticket: MachineSessionTicket): void {
    let detail: string | null = null;
    const isCurrent = (): boolean => current.current === opened;
    opened.addEventListener("open", () => {
      if (isCurrent()) setStage({ kind: "open", ticket });
      void queries.invalidateQueries({ queryKey: machineSessionsKey(workspaceId) });
    });
    opened.addEventListener("message", ({ data: content }) => {
      if (typeof content === "string") detail = (JSON.parse(content) as SessionEnded).detail;
    });
    opened.addEventListener("close", ({ reason }) => {
      if (isCurrent()) setStage({ kind: "ended", reason, detail });
      void queries.invalidateQueries({ queryKey: machineSessionsKey(workspaceId) });
    });
  }

  function disconnect(): void {
    leave();
    setStage({ kind: "ended", reason: "left", detail: null });
  }

  return { stage, socket, connect, disconnect };
}
