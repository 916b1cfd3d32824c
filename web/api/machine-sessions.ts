import type { MachineSession, MachineSessionKind, MachineSessionTicket, SiteKey } from "../../src/contract/index.ts";
import { SESSION_PROTOCOL, TICKET_PREFIX } from "../../src/contract/session-ends.ts";
import { call, listOf } from "./call.ts";

export const machineSessionsKey = (workspaceId: string) => ["machine-sessions", workspaceId] as const;

export const openMachineSession = (kind: MachineSessionKind, workspaceId: string, site: SiteKey) =>
  call<MachineSessionTicket>("POST", `/workspaces/${workspaceId}/sites/${site}/${kind}-sessions`);

export const endMachineSession = (workspaceId: string, sessionId: string) =>
  call<void>("DELETE", `/workspaces/${workspaceId}/machine-sessions/${sessionId}`);

export const readMachineSessions = (workspaceId: string) =>
  listOf<MachineSession>(`/workspaces/${workspaceId}/machine-sessions`);

/** The one connection that a ticket opens. */
export function connectTo({ path, ticket }: MachineSessionTicket): WebSocket {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url, [SESSION_PROTOCOL, `${TICKET_PREFIX}${ticket}`]);
  socket.binaryType = "arraybuffer";
  return socket;
}
