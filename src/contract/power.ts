import * as z from "zod";
import { type MachineState, Role, SiteKey } from "./plan.ts";

export const PowerVerb = z.enum(["start", "stop", "reboot"]);
export type PowerVerb = z.infer<typeof PowerVerb>;

/**
 * `waiting` for a worker, `working` from the moment the cloud may have been told. `uncertain`: nobody can say whether
 * the cloud did it, so it was not done a second time.
 */
export const PowerStatus = z.enum(["waiting", "working", "done", "failed", "uncertain", "canceled"]);
export type PowerStatus = z.infer<typeof PowerStatus>;

/** Something a person has to know before the power of a machine changes. */
export const PowerConsequence = z.enum([
  "serving-stops",
  "serving-pauses",
  "loses-unwritten",
  "kept-stopped",
  "applied-again",
]);
export type PowerConsequence = z.infer<typeof PowerConsequence>;

/** In English; the page has words of its own. */
export const CONSEQUENCES: Readonly<Record<PowerConsequence, string>> = {
  "serving-stops": "This is the main machine: what it serves is away until it is started again.",
  "serving-pauses": "This is the main machine: what it serves is away while it reboots.",
  "loses-unwritten": "A hard reboot is like pulling the plug: what the machine has not written to its disk is lost.",
  "kept-stopped":
    "The requirement keeps this machine stopped. It will run beside the main machine until it is stopped again; on OpenStack the next apply stops it.",
  "applied-again":
    "The requirement wants this machine running: on OpenStack the next apply starts it again, and its plan says so.",
};

/** Those that must be accepted before anything is done. */
const GRAVE: ReadonlySet<PowerConsequence> = new Set([
  "serving-stops",
  "serving-pauses",
  "loses-unwritten",
  "kept-stopped",
]);

export interface PowerSubject {
  readonly role: Role;
  /** What the requirement wants the site's machine to be. */
  readonly machine: MachineState;
}

/** What a person has to know before this is done to the machine, the gravest first. */
export function powerConsequences(
  { action, hard }: { readonly action: PowerVerb; readonly hard: boolean },
  { role, machine }: PowerSubject,
): readonly PowerConsequence[] {
  const serves = role === "primary";
  return [
    ...(serves && action === "stop" ? (["serving-stops"] as const) : []),
    ...(serves && action === "reboot" ? (["serving-pauses"] as const) : []),
    ...(action === "reboot" && hard ? (["loses-unwritten"] as const) : []),
    ...(action === "start" && machine === "stopped" ? (["kept-stopped"] as const) : []),
    ...(action === "stop" && machine === "running" ? (["applied-again"] as const) : []),
  ];
}

/** Whether somebody must accept it first. */
export function isGrave(consequence: PowerConsequence): boolean {
  return GRAVE.has(consequence);
}

export const PowerAction = z
  .object({
    id: z.uuid(),
    workspaceId: z.uuid(),
    workspaceName: z.string(),
    site: SiteKey,
    role: Role,
    cloudId: z.uuid(),
    instanceId: z.string().meta({ description: "The cloud's UUID of the machine" }),
    action: PowerVerb,
    hard: z.boolean(),
    status: PowerStatus,
    detail: z
      .string()
      .nullable()
      .meta({ description: "One sentence for people: why it ended as it did, or what it waits for" }),
    problem: z.string().nullable().meta({ description: "Code of the problem when it failed" }),
    mayCancel: z.boolean().meta({ description: "Only while the cloud was not told" }),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    sentAt: z.iso
      .datetime()
      .nullable()
      .meta({ description: "When the cloud was about to be told; noted before it was" }),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "PowerAction" });
export type PowerAction = z.infer<typeof PowerAction>;

export const PowerRequest = z
  .strictObject({
    action: PowerVerb,
    hard: z.boolean().default(false).meta({ description: "For a reboot: without asking the guest" }),
    accepted: z
      .boolean()
      .default(false)
      .meta({ description: "The consequences are known; needed where there are grave ones" }),
  })
  .meta({ id: "PowerRequest" });
export type PowerRequest = z.infer<typeof PowerRequest>;
