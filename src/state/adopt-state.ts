import type { SiteKey } from "../contract/index.ts";
import type { Clock } from "../kernel/clock.ts";
import { judgeWrite } from "./judge-write.ts";
import type { PresentState, StateDigests, StateLock, StateStore } from "./ports.ts";
import { parseState, readState } from "./read-state.ts";
import { stateVersion } from "./state-version.ts";

export interface AdoptStatePorts {
  readonly store: Pick<StateStore, "write">;
  readonly digests: Pick<StateDigests, "md5Base64">;
  readonly clock: Clock;
}

/**
 * Stores the state that a run's engine could not write itself, because the service was away. The same rules hold as for
 * a write of Terraform's own; a lock left by this very run counts as held, and so does none. A worker whose claim is not the present one
 * stores nothing and hears null: it may have slept, and the run is in other hands or over.
 */
export function makeAdoptState({ store, digests, clock }: AdoptStatePorts) {
  return async function adoptState(
    run: { readonly id: string; readonly workspaceId: string; readonly site: SiteKey },
    left: Uint8Array,
    epoch: number,
  ): Promise<boolean | null> {
    const bytes = withLineage(left, run.id);
    const read = readState(bytes);
    if (!read.ok) return false;
    const md5 = digests.md5Base64(bytes);
    const version = stateVersion(read.value, { bytes, md5, createdAt: clock.now(), runId: run.id, person: null });
    const claim = { runId: run.id, epoch };
    const judge = (now: PresentState | null, lock: StateLock | null) => {
      if (lock !== null && lock.runId !== run.id) return `The lock ${lock.id} is held by somebody else.`;
      const own = lock ?? { id: run.id, document: {}, lockedAt: version.createdAt, runId: run.id, person: null };
      return judgeWrite({ ...read.value, lockId: own.id }, now, own);
    };
    const verdict = await store.write(run.workspaceId, run.site, version, judge, claim);
    if (verdict === "closed") return null;
    return verdict === "accept" || verdict === "same";
  };
}

/**
 * Terraform names a first state's lineage only when it reaches the backend, and what it leaves behind before that has
 * none. It then gets the run's id: where a state exists already, that is another lineage and refused.
 */
function withLineage(bytes: Uint8Array, lineage: string): Uint8Array {
  const state = parseState(bytes);
  if (state === null || state["lineage"] !== "") return bytes;
  return new TextEncoder().encode(JSON.stringify({ ...state, lineage, serial: Math.max(1, Number(state["serial"])) }));
}
