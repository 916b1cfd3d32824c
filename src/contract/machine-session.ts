import * as z from "zod";
import { SiteKey } from "./plan.ts";

/** `terminal`: SSH as the service's account. `console`: the screen as the cloud shows it. */
export const MachineSessionKind = z.enum(["terminal", "console"]);
export type MachineSessionKind = z.infer<typeof MachineSessionKind>;

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
