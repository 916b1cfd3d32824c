import type { PlannedChange, RunEvent } from "../../../src/contract/index.ts";

export interface Step {
  readonly address: string;
  /** Null for something that the plan did not tell of. */
  readonly change: PlannedChange | null;
  readonly state: "waiting" | "started" | "complete" | "errored";
  readonly elapsedMs: number | null;
}

/** What a plan promised, joined with what an apply says it has done; in the order of the plan. */
export function joinProgress(changes: readonly PlannedChange[], events: readonly RunEvent[]): readonly Step[] {
  const told = new Map<string, Told>();
  for (const { phase, progress } of events) {
    if (progress === null || phase !== "apply") continue;
    told.set(progress.address, heard(told.get(progress.address), progress));
  }
  const planned = changes.filter(isStep).map((change) => stepOf(change.address, change, told.get(change.address)));
  const known = new Set(changes.map(({ address }) => address));
  const others = [...told].filter(([address]) => !known.has(address));
  return [...planned, ...others.map(([address, said]) => stepOf(address, null, said))];
}

/** Steps that are over, well or not. */
export function countDone(steps: readonly Step[]): number {
  return steps.filter(({ state }) => state === "complete" || state === "errored").length;
}

interface Told {
  readonly completed: number;
  readonly latest: Step["state"];
  readonly elapsedMs: number;
}

function heard(before: Told | undefined, progress: NonNullable<RunEvent["progress"]>): Told {
  return {
    completed: (before?.completed ?? 0) + Number(progress.state === "complete"),
    latest: progress.state,
    elapsedMs: (before?.elapsedMs ?? 0) + (progress.state === "started" ? 0 : (progress.elapsedMs ?? 0)),
  };
}

/** A replacement is removed and made: it is done when both are. */
function stepOf(address: string, change: PlannedChange | null, told: Told | undefined): Step {
  if (told === undefined) return { address, change, state: "waiting", elapsedMs: null };
  const parts = change?.actions.filter((action) => action === "create" || action === "delete").length ?? 1;
  const halfway = told.latest === "complete" && told.completed < parts;
  return { address, change, state: halfway ? "started" : told.latest, elapsedMs: told.elapsedMs };
}

/** What repair does beside Terraform, and notes in the state, are no steps that an apply tells of. */
function isStep({ actions, address }: PlannedChange): boolean {
  return !address.startsWith("stray:") && actions.some((action) => ["create", "update", "delete"].includes(action));
}
