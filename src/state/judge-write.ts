import type { PresentState, StateLock, WriteVerdict } from "./ports.ts";
import type { StateIdentity } from "./read-state.ts";

/** A state on its way in. */
export interface IncomingState extends StateIdentity {
  /** Lock id the writer names; null when it names none. */
  readonly lockId: string | null;
}

/**
 * Whether a write may become the present state: the writer holds the lock, the lineage is the same and the serial is
 * strictly newer. Equal bytes under an equal serial are a repetition. Anything else answers why it is refused.
 */
export function judgeWrite(next: IncomingState, now: PresentState | null, lock: StateLock | null): WriteVerdict {
  if (lock === null) return "The state is not locked; take the lock before writing.";
  if (next.lockId === null) return `The write names no lock id; the lock ${lock.id} is held.`;
  if (next.lockId !== lock.id) return `The lock is held under ${lock.id}, not under ${next.lockId}.`;
  if (now === null) return "accept";
  if (now.lineage !== next.lineage) return `The lineage is ${now.lineage}; a state of ${next.lineage} is another one.`;
  if (next.serial > now.serial) return "accept";
  if (now.isRepeated) return "same";
  return `Serial ${next.serial} is not newer than ${now.serial}.`;
}
