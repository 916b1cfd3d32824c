import type { StateLock, StateVersion } from "./ports.ts";
import type { StateIdentity } from "./read-state.ts";

/** A state on its way in. */
export interface IncomingState extends StateIdentity {
  /** Lock id the writer names; null when it names none. */
  readonly lockId: string | null;
  readonly bytes: Uint8Array;
}

/**
 * Whether a write may become the present state: the writer holds the lock, the lineage is the same and the serial is
 * strictly newer. Equal bytes under an equal serial are a repetition. Anything else answers why it is refused.
 */
export function judgeWrite(
  next: IncomingState,
  now: StateVersion | null,
  lock: StateLock | null,
): "accept" | "same" | string {
  if (lock === null) return "The state is not locked; take the lock before writing.";
  if (next.lockId === null) return `The write names no lock id; the lock ${lock.id} is held.`;
  if (next.lockId !== lock.id) return `The lock is held under ${lock.id}, not under ${next.lockId}.`;
  if (now === null) return "accept";
  if (now.lineage !== next.lineage) return `The lineage is ${now.lineage}; a state of ${next.lineage} is another one.`;
  if (next.serial > now.serial) return "accept";
  if (next.serial === now.serial && areEqual(next.bytes, now.bytes)) return "same";
  return `Serial ${next.serial} is not newer than ${now.serial}.`;
}

function areEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
