import type { RunStatus } from "../contract/index.ts";
import type { Clock } from "../kernel/clock.ts";
import type { NewRunEvent } from "./ports.ts";

const PHASES: Partial<Record<RunStatus, NewRunEvent["phase"]>> = { planning: "plan", applying: "apply" };

/** A line of the log that marks a step of the run itself. */
export function statusEvent(clock: Clock, status: RunStatus, text: string): NewRunEvent {
  return { at: clock.now().toISOString(), kind: "status", phase: PHASES[status] ?? null, text, progress: null };
}
