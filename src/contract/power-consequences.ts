import type { MachineState, Role, SiteKey } from "./plan.ts";
import type { PowerVerb } from "./power.ts";
import { siteKind } from "./site-kind.ts";

// Without a schema library: the page takes these functions and nothing else of the contract's values.

/** In English; the page has words of its own. */
export const CONSEQUENCES = {
  "serving-stops": "This is the main machine: what it serves is away until it is started again.",
  "serving-pauses": "This is the main machine: what it serves is away while it reboots.",
  "loses-unwritten": "A hard reboot is like pulling the plug: what the machine has not written to its disk is lost.",
  "kept-stopped": "The requirement keeps this machine stopped; it will run beside the main machine.",
  "applied-again": "The next plan makes it as the requirement says again, and says so before anybody approves it.",
  "left-so": "Plans on CloudStack do not change power: it stays so until somebody changes it here.",
} as const;
/** Something a person has to know before the power of a machine changes. */
export type PowerConsequence = keyof typeof CONSEQUENCES;

/** Those that must be accepted before anything is done. */
const GRAVE: ReadonlySet<PowerConsequence> = new Set([
  "serving-stops",
  "serving-pauses",
  "loses-unwritten",
  "kept-stopped",
]);

export interface PowerSubject {
  readonly site: SiteKey;
  readonly role: Role;
  /** What the requirement wants the site's machine to be. */
  readonly machine: MachineState;
}

/** What a person has to know before this is done to the machine, the gravest first. */
export function powerConsequences(
  { action, hard }: { readonly action: PowerVerb; readonly hard: boolean },
  { site, role, machine }: PowerSubject,
): readonly PowerConsequence[] {
  const serves = role === "primary";
  const deviates = (action === "stop" && machine === "running") || (action === "start" && machine === "stopped");
  return [
    ...(serves && action === "stop" ? (["serving-stops"] as const) : []),
    ...(serves && action === "reboot" ? (["serving-pauses"] as const) : []),
    ...(action === "reboot" && hard ? (["loses-unwritten"] as const) : []),
    ...(action === "start" && machine === "stopped" ? (["kept-stopped"] as const) : []),
    ...(deviates && siteKind(site) === "openstack" ? (["applied-again"] as const) : []),
    ...(deviates && siteKind(site) === "cloudstack" ? (["left-so"] as const) : []),
  ];
}

/** Whether somebody must accept it first. */
export function isGrave(consequence: PowerConsequence): boolean {
  return GRAVE.has(consequence);
}
