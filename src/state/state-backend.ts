import type { Clock } from "../kernel/clock.ts";
import { checkCredential, type StateCaller } from "./check-credential.ts";
import { judgeWrite } from "./judge-write.ts";
import type { StateDigests, StateLock, StateStore } from "./ports.ts";
import { readState } from "./read-state.ts";
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

export interface StateAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
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
  readonly digests: StateDigests;
  readonly clock: Clock;
}

/** Largest state that is accepted; the server's body limit of these routes. */
export const MAX_STATE_BYTES = 64 * 1024 * 1024;
const MAX_LOCK_BYTES = 64 * 1024;

type Handle = (caller: StateCaller, request: StateRequest) => Promise<StateAnswer>;

/** The state backend as decisions on a store: every version kept, nothing overwritten, one writer at a time. */
export function makeStateBackend(ports: StateBackendPorts): StateBackend {
  const { store, digests, clock } = ports;

  const refused = {
    ...say(401, "The run's state credential is missing, wrong or no longer valid."),
    headers: CHALLENGE,
  };

  /** Asked again after the body: the run may have ended while it was sent. */
  function authenticated(handle: Handle) {
    return async (request: StateRequest): Promise<StateAnswer> => {
      const caller = await checkCredential(store, digests, request);
      return caller === null ? refused : handle(caller, request);
    };
  }

  async function get({ workspaceId, site }: StateCaller): Promise<StateAnswer> {
    const now = await store.current(workspaceId, site);
    if (now === null) return { status: 404, headers: {}, body: null };
    const headers = { "content-type": "application/json", "content-md5": now.md5 };
    return { status: 200, headers, body: now.bytes };
  }

  async function post(caller: StateCaller, request: StateRequest): Promise<StateAnswer> {
    const bytes = request.body ?? new Uint8Array();
    if (bytes.length > MAX_STATE_BYTES) return say(413, `A state may have ${MAX_STATE_BYTES} bytes.`);
    const md5 = digests.md5Base64(bytes);
    if (request.contentMd5 !== undefined && request.contentMd5 !== md5)
      return say(400, "The body does not match its Content-MD5; send it again.");
    const read = readState(bytes);
    if (!read.ok) return say(400, read.error);
    const version = stateVersion(read.value, { bytes, md5, createdAt: clock.now(), runId: caller.runId, person: null });
    let holder: StateLock | null = null;
    const verdict = await store.write(caller.workspaceId, caller.site, version, (now, lock) => {
      holder = lock;
      return judgeWrite({ ...read.value, lockId: request.lockId ?? null }, now, lock);
    });
    if (verdict === "accept" || verdict === "same") return { status: 200, headers: {}, body: null };
    return refuseWrite(verdict, holder, request.lockId);
  }

  async function lock(caller: StateCaller, request: StateRequest): Promise<StateAnswer> {
    const document = parseLock(request.body);
    const id = document?.["ID"];
    if (document === null || typeof id !== "string" || id === "") return say(400, "The lock document has no ID.");
    const wanted = { id, document, lockedAt: clock.now(), runId: caller.runId, person: null };
    const holder = await store.takeLock(caller.workspaceId, caller.site, wanted);
    if (holder === "closed") return refused;
    // Terraform asks again when the answer got lost on its way.
    const again = holder?.id === id && holder.runId === caller.runId;
    return holder === null || again ? { status: 200, headers: {}, body: null } : showHolder(423, holder);
  }

  /** Without a body it is `terraform force-unlock`: whoever holds the lock loses it. */
  async function unlock(caller: StateCaller, request: StateRequest): Promise<StateAnswer> {
    const document = parseLock(request.body);
    const id = document?.["ID"] ?? null;
    if (id !== null && typeof id !== "string") return say(400, "The lock document's ID is not text.");
    if (await store.releaseLock(caller.workspaceId, caller.site, id)) return { status: 200, headers: {}, body: null };
    const own = { runId: caller.runId, personId: null };
    // The answer to the first unlock may have got lost on its way.
    if (id !== null && (await store.wasReleased(caller.workspaceId, caller.site, id, own)))
      return { status: 200, headers: {}, body: null };
    const holder = await store.lock(caller.workspaceId, caller.site);
    return holder === null ? say(409, "The state is not locked.") : showHolder(409, holder);
  }

  return {
    refusal: async (request) => ((await checkCredential(store, digests, request)) === null ? refused : null),
    get: authenticated(get),
    post: authenticated(post),
    lock: authenticated(lock),
    unlock: authenticated(unlock),
  };
}

const CHALLENGE = { "content-type": "text/plain; charset=utf-8", "www-authenticate": 'Basic realm="terraform state"' };

/** A writer that names another lock than the one held has lost the race for it: 423 with the holder. */
function refuseWrite(reason: string, holder: StateLock | null, lockId: string | undefined): StateAnswer {
  return holder !== null && holder.id !== lockId ? showHolder(423, holder) : say(409, reason);
}

function showHolder(status: number, holder: StateLock): StateAnswer {
  const body = new TextEncoder().encode(JSON.stringify(holder.document));
  return { status, headers: { "content-type": "application/json" }, body };
}

function say(status: number, text: string): StateAnswer {
  const headers = { "content-type": "text/plain; charset=utf-8" };
  return { status, headers, body: new TextEncoder().encode(`${text}\n`) };
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
