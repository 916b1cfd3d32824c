/** Who is killed. A database is restarted; a provider dies under an engine that lives on. */
export type Victim = "service" | "worker" | "engine" | "provider" | "database";

/** Before a request leaves; when it has left and never arrives; when it is done and nobody hears of it. */
export type Moment = "before" | "request lost" | "answer lost";

/** One place to die: who passes it does not have to be the victim. */
export interface KillPoint {
  readonly boundary: string;
  readonly victim: Victim;
  readonly moment: Moment;
}

export const VICTIMS: readonly Victim[] = ["service", "worker", "engine", "provider", "database"];
export const MOMENTS: readonly Moment[] = ["before", "request lost", "answer lost"];

const PARTS = ["network", "instance", "volume"];
const CALLS = ["create", "update", "remove"].flatMap((call) => PARTS.map((part) => `${call} ${part}`));

/**
 * Every effect on the outside that a history can pass, by who passes it. The effect seam's own names stand behind them
 * (docs/testing.md has the table); a test compares the list with what histories really pass.
 */
export const BOUNDARIES: readonly string[] = [
  ...[
    "service | runs.create",
    "service | run planned → confirmed",
    "service | run planned → discarded",
    "service | run planned → canceled",
    "service | run pending → canceled",
    "service | run confirmed → canceled",
    "service | runs.requestCancel",
    "service | states.takeLock",
    "service | states.write",
    "service | states.releaseLock",
  ],
  ...[
    "worker | runs.claimNext",
    "worker | claim is kept",
    "worker | claim is given back",
    "worker | run pending → planning",
    "worker | run planning → planned",
    "worker | run planned → confirmed",
    "worker | run planning → planned-and-finished",
    "worker | run planning → canceled",
    "worker | run planning → errored",
    "worker | run confirmed → applying",
    "worker | run confirmed → canceled",
    "worker | run applying → applied",
    "worker | run applying → canceled",
    "worker | run applying → errored",
    "worker | runs.appendEvents",
    "worker | runs.savePlan",
    "worker | states.saveCredential",
    "worker | states.removeCredential",
    "worker | states.write",
    "worker | repairs.noteObjects",
    "worker | repairs.saveRemovals",
    "worker | repairs.takeForInspection",
    "worker | repairs.noteInspection",
    "worker | workers.seen",
    "worker | workers.leave",
  ],
  ...["plan", "apply"].flatMap((phase) => [
    `worker | engine: ${phase} starts`,
    `worker | engine: ${phase} ends`,
    `engine | ${phase}: lock`,
    `engine | ${phase}: unlock`,
  ]),
  "engine | apply: post",
  ...["openstack", "cloudstack"].flatMap((site) => [
    ...CALLS.filter((call) => call !== "update network").map((call) => `engine | ${site}: ${call}`),
    ...PARTS.map((part) => `worker | ${site}: remove ${part}`),
  ]),
  ...["create", "cancel"].map((call) => `service | power.${call}`),
  ...["claimNext", "noteSending", "noteAccepted", "finish"].map((call) => `worker | power.${call}`),
  ...["kept", "given back"].map((how) => `worker | power claim is ${how}`),
  ...["openstack", "cloudstack"].map((site) => `worker | ${site}: power`),
];

/** No engine and no provider takes part where machines are started and stopped. */
function victimsAt(boundary: string): readonly Victim[] {
  return isOfPower(boundary) ? ["service", "worker", "database"] : VICTIMS;
}

export function isOfPower(boundary: string): boolean {
  return /\bpower\b/.test(boundary);
}

/** Every boundary, with everybody who can die there, at every moment. */
export const KILL_POINTS: readonly KillPoint[] = BOUNDARIES.flatMap((boundary) =>
  victimsAt(boundary).flatMap((victim) => MOMENTS.map((moment) => ({ boundary, victim, moment }))),
);

export function nameOf({ boundary, victim, moment }: KillPoint): string {
  return `${victim} at ${boundary}, ${moment}`;
}

/** Methods of the stores that change something, and whom a change concerns besides those that look. */
const WRITES = new Set(
  BOUNDARIES.flatMap((boundary) => {
    const label = boundary.split(" | ")[1] ?? "";
    return /^[a-z]+\.[A-Za-z]+$/.test(label) ? [label] : [];
  }),
);

/** The boundary that a program passes with a call of a store; null for a look. */
export function storeBoundary(
  { name }: { readonly name: string },
  label: string,
  given: readonly unknown[],
): string | null {
  const who = name.startsWith("worker") ? "worker" : "service";
  if (label === "runs.transition") return `${who} | run ${String(given[1])} → ${String(given[2])}`;
  const renewed = /^(runs|power)\.renewClaim$/.exec(label)?.[1];
  if (renewed !== undefined)
    return `${who} | ${renewed === "power" ? "power " : ""}claim is ${Number(given[2]) > 0 ? "kept" : "given back"}`;
  return WRITES.has(label) ? `${who} | ${label}` : null;
}
