import type { Clock } from "../kernel/clock.ts";
import { type CallerRefusal, holderOf, identifyCaller, isHeldBy, type StateCaller } from "./identify-caller.ts";
import { judgeWrite } from "./judge-write.ts";
import type { DeskAccess, StateDigests, StateLock, StateRuns, StateStore } from "./ports.ts";
import { readState } from "./read-state.ts";
import { DONE, type StateAnswer, say, showHolder, showRun } from "./state-answer.ts";
import { stateVersion } from "./state-version.ts";

/** One request of Terraform's HTTP backend, whatever server received it. */
export interface StateRequest {
  readonly workspaceId: string;
  readonly site: string;
  /** The `Authorization` header. */
  readonly authorization: string | undefined;
  /** Query parameter `ID` of a write. */
  readonly lockId?: string | undefined;
  /** The `Content-MD5` header. */
  readonly contentMd5?: string | undefined;
  readonly body?: Uint8Array | undefined;
}

/** Terraform's HTTP backend protocol (developer.hashicorp.com/terraform/language/backend/http). */
export interface StateBackend {
  /** The refusal for a wrong credential, before a body of many megabytes is read; null when the caller may go on. */
  refusal(request: StateRequest): Promise<StateAnswer | null>;
  get(request: StateRequest): Promise<StateAnswer>;
  post(request: StateRequest): Promise<StateAnswer>;
  lock(request: StateRequest): Promise<StateAnswer>;
  unlock(request: StateRequest): Promise<StateAnswer>;
}

export interface StateBackendPorts {
  readonly store: StateStore;
  readonly runs: StateRuns;
  readonly desks: DeskAccess;
  readonly digests: StateDigests;
  readonly clock: Clock;
}

/** Largest state that is accepted; the server's body limit of these routes. */
export const MAX_STATE_BYTES = 64 * 1024 * 1024;
const MAX_LOCK_BYTES = 64 * 1024;

type Handle = (caller: StateCaller, request: StateRequest) => Promise<StateAnswer>;

/** The state backend as decisions on a store: every version kept, nothing overwritten, one writer at a time. */
export function makeStateBackend(ports: StateBackendPorts): StateBackend {
  const { store, runs, desks, digests, clock } = ports;

  /** Asked again after the body: the run may have ended while it was sent. */
  function authenticated(handle: Handle) {
    return async (request: StateRequest): Promise<StateAnswer> => {
      const caller = await identifyCaller(ports, request);
      return isRefusal(caller) ? say(caller.status, caller.text) : handle(caller, request);
    };
  }

  async function get({ workspaceId, site }: StateCaller): Promise<StateAnswer> {
    const now = await store.current(workspaceId, site);
    if (now === null) return { status: 404, headers: {}, body: null };
    const headers = { "content-type": "application/json", "content-md5": now.md5 };
    return { status: 200, headers, body: now.bytes };
  }

  async function post(caller: StateCaller, request: StateRequest): Promise<StateAnswer> {
    const { workspaceId, site, runId, desk } = caller;
    const bytes = request.body ?? new Uint8Array();
    if (bytes.length > MAX_STATE_BYTES) return say(413, `A state may have ${MAX_STATE_BYTES} bytes.`);
    const md5 = digests.md5Base64(bytes);
    if (request.contentMd5 !== undefined && request.contentMd5 !== md5)
      return say(400, "The body does not match its Content-MD5; send it again.");
    const read = readState(bytes);
    if (!read.ok) return say(400, read.error);
    const person = desk?.person ?? null;
    const version = stateVersion(read.value, { bytes, md5, createdAt: clock.now(), runId, person });
    let holder: StateLock | null = null;
    const verdict = await store.write(workspaceId, site, version, (now, lock) => {
      holder = lock;
      if (lock !== null && !isHeldBy(lock, caller)) return "The lock is held by somebody else.";
      return judgeWrite({ ...read.value, lockId: request.lockId ?? null }, now, lock);
    });
    if (verdict === "accept" && desk !== null) await desks.noteWrite(desk, workspaceId, site, version.serial);
    if (verdict === "accept" || verdict === "same") return DONE;
    return refuseWrite(verdict, holder, caller, request.lockId);
  }

  async function lock(caller: StateCaller, request: StateRequest): Promise<StateAnswer> {
    const document = parseLock(request.body);
    const id = document?.["ID"];
    if (document === null || typeof id !== "string" || id === "") return say(400, "The lock document has no ID.");
    const { workspaceId, site, runId, desk } = caller;
    const run = desk === null ? null : await runs.live(workspaceId, site);
    if (run !== null) return showRun(run, clock.now());
    const wanted = { id, document, lockedAt: clock.now(), runId, person: desk?.person ?? null };
    const holder = await store.takeLock(workspaceId, site, wanted);
    if (holder === "closed") return say(401, "The run has lost its right to this state.");
    // Terraform asks again when the answer got lost on its way.
    const again = holder !== null && holder.id === id && isHeldBy(holder, caller);
    return holder === null || again ? DONE : showHolder(423, holder);
  }

  /** Without a body it is `terraform force-unlock`, which gives back whatever lock the caller itself has. */
  async function unlock(caller: StateCaller, request: StateRequest): Promise<StateAnswer> {
    const { workspaceId, site } = caller;
    const document = parseLock(request.body);
    const id = document?.["ID"] ?? null;
    if (id !== null && typeof id !== "string") return say(400, "The lock document's ID is not text.");
    const holder = await store.lock(workspaceId, site);
    const isOwn = holder !== null && isHeldBy(holder, caller) && (id === null || holder.id === id);
    if (isOwn && (await store.releaseLock(workspaceId, site, holder.id))) return DONE;
    // The answer to the first unlock may have got lost on its way.
    if (id !== null && (await store.wasReleased(workspaceId, site, id, holderOf(caller)))) return DONE;
    return holder === null ? say(409, "The state is not locked.") : showHolder(409, holder);
  }

  return {
    async refusal(request) {
      const caller = await identifyCaller(ports, request);
      return isRefusal(caller) ? say(caller.status, caller.text) : null;
    },
    get: authenticated(get),
    post: authenticated(post),
    lock: authenticated(lock),
    unlock: authenticated(unlock),
  };
}

function isRefusal(caller: StateCaller | CallerRefusal): caller is CallerRefusal {
  return "status" in caller;
}

/** A writer that names another lock than the one held has lost the race for it: 423 with the holder. */
function refuseWrite(
  reason: string,
  holder: StateLock | null,
  caller: StateCaller,
  lockId: string | undefined,
): StateAnswer {
  const isForeign = holder !== null && (holder.id !== lockId || !isHeldBy(holder, caller));
  return isForeign ? showHolder(423, holder) : say(409, reason);
}

function parseLock(body: Uint8Array | undefined): Readonly<Record<string, unknown>> | null {
  if (body === undefined || body.length === 0 || body.length > MAX_LOCK_BYTES) return null;
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : null;
  } catch {
    return null;
  }
}
