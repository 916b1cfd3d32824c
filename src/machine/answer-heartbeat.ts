import type { HeartbeatAnswer, HeartbeatRequest } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import type { MachineDuty, MachineStore } from "./ports.ts";

export interface AnswerHeartbeatPorts {
  readonly store: Pick<MachineStore, "findByToken" | "recordHeartbeat">;
  /** SHA-256, lower-case hex. */
  readonly sha256: (text: string) => string;
  readonly clock: Clock;
}

const NEXT_IN_SECONDS = 30;
/** Three beats may be lost before a machine has to assume that it no longer serves. */
const VALID_FOR_SECONDS = 3 * NEXT_IN_SECONDS;

/** Notes that a machine lives, and tells it whether its services may run. Throws AppError: not-authenticated. */
export function makeAnswerHeartbeat(ports: AnswerHeartbeatPorts) {
  return async function answerHeartbeat(token: string, beat: HeartbeatRequest): Promise<HeartbeatAnswer> {
    const duty = await ports.store.findByToken(beat.workspaceId, beat.site, ports.sha256(token));
    if (duty === null) throw new AppError("not-authenticated", "The machine's token is not known.");
    await ports.store.recordHeartbeat(beat, ports.clock.now());
    return { gate: gateOf(duty), validForSeconds: VALID_FOR_SECONDS, nextInSeconds: NEXT_IN_SECONDS };
  };
}

/** Nothing holds back an unprotected machine; of a protected pair only the primary serves. */
export function gateOf(duty: MachineDuty): HeartbeatAnswer["gate"] {
  if (!duty.protected) return "off";
  return duty.role === "primary" ? "open" : "closed";
}
