import * as z from "zod";
import { SiteKey } from "./plan.ts";

/** `terminal`: SSH as the service's account. `console`: the screen as the cloud shows it. */
export const MachineSessionKind = z.enum(["terminal", "console"]);
export type MachineSessionKind = z.infer<typeof MachineSessionKind>;

/**
 * Why a machine session ended: the close code of its WebSocket and a sentence. Codes are never reused for another
 * meaning, because clients tell the reasons apart by them.
 */
export const SESSION_ENDS = {
  left: { closeCode: 4000, text: "You left." },
  "machine-ended": { closeCode: 4001, text: "The machine ended the session." },
  idle: { closeCode: 4002, text: "Nothing was typed for too long." },
  "too-long": { closeCode: 4003, text: "The longest time of a session is over." },
  "rights-ended": { closeCode: 4004, text: "You may no longer use this machine, or your sign-in has ended." },
  "ended-by-other": { closeCode: 4005, text: "An owner or an administrator ended the session." },
  "service-ends": { closeCode: 4006, text: "The service is shutting down; connect again in a moment." },
  unreachable: { closeCode: 4010, text: "The machine does not answer." },
  "login-refused": { closeCode: 4011, text: "The machine did not let the service in." },
  "host-key-changed": { closeCode: 4012, text: "The machine shows another host key than before." },
  "connection-lost": { closeCode: 4013, text: "The connection to the machine broke." },
  "console-refused": { closeCode: 4014, text: "The cloud did not open the console." },
  failed: { closeCode: 4015, text: "The session could not go on." },
} as const satisfies Record<string, { closeCode: number; text: string }>;
export type SessionEndReason = keyof typeof SESSION_ENDS;

/** One person at one machine, through the service. */
export const MachineSession = z
  .object({
    id: z.uuid(),
    kind: MachineSessionKind,
    workspaceId: z.uuid(),
    workspaceName: z.string(),
    accountId: z.string(),
    site: SiteKey,
    instanceId: z.string(),
    target: z.string().meta({ description: "The machine's address, or the host that shows its console" }),
    userId: z.string(),
    userName: z.string(),
    remoteAddress: z.string().nullable().meta({ description: "From where the person came" }),
    openedAt: z.iso.datetime(),
    connected: z.boolean().meta({ description: "false while the ticket waits to be used" }),
    endsAt: z.iso.datetime().meta({ description: "At the latest" }),
  })
  .meta({ id: "MachineSession" });
export type MachineSession = z.infer<typeof MachineSession>;

/** Answer to opening a session. The ticket is good for one connection, within the time said, for the same person. */
export const MachineSessionTicket = z
  .object({
    session: MachineSession,
    path: z.string().meta({ description: "WebSocket address below the service's own" }),
    ticket: z.string().meta({ description: "Sent as the subprotocol `ticket.…` beside `twinstack.v1`" }),
    usableUntil: z.iso.datetime(),
    idleSeconds: z.int().meta({ description: "A session in which nothing is typed for so long is ended" }),
    login: z.string().nullable().meta({ description: "The account whose shell a terminal opens; null on a console" }),
  })
  .meta({ id: "MachineSessionTicket" });
export type MachineSessionTicket = z.infer<typeof MachineSessionTicket>;

/** Subprotocol of a machine session's WebSocket; the ticket stands beside it as `ticket.<ticket>`. */
export const SESSION_PROTOCOL = "twinstack.v1";
export const TICKET_PREFIX = "ticket.";

const MOST_CELLS = 1_000;

/** Text messages of a terminal's client; what is typed goes as binary ones. */
export const TerminalMessage = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("resize"),
      columns: z.int().min(1).max(MOST_CELLS),
      rows: z.int().min(1).max(MOST_CELLS),
    }),
    z.strictObject({
      kind: z.literal("shown"),
      bytes: z.int().min(0).meta({ description: "How many bytes in all the client has shown; holds a flood back" }),
    }),
  ])
  .meta({ id: "TerminalMessage" });
export type TerminalMessage = z.infer<typeof TerminalMessage>;

/** Text message of the service before a terminal's WebSocket closes; a console is told by the close code alone. */
export const SessionEnded = z
  .object({ kind: z.literal("ended"), reason: z.string(), text: z.string(), detail: z.string().nullable() })
  .meta({ id: "SessionEnded" });
export type SessionEnded = z.infer<typeof SessionEnded>;
