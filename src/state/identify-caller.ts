import { SiteKey } from "../contract/index.ts";
import type { DeskAccess, DeskCaller, LockHolder, StateDigests, StateLock, StateStore } from "./ports.ts";

/** Who asks, proven: a run by its one-run credential, or a person at a desk by an API token. */
export interface StateCaller {
  readonly runId: string | null;
  readonly desk: DeskCaller | null;
  readonly workspaceId: string;
  readonly site: SiteKey;
}

export interface CallerRefusal {
  readonly status: 401 | 403;
  readonly text: string;
}

export interface IdentifyPorts {
  readonly store: Pick<StateStore, "credential">;
  readonly digests: StateDigests;
  readonly desks: DeskAccess;
}

interface CallerRequest {
  readonly authorization: string | undefined;
  readonly workspaceId: string;
  readonly site: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const UNKNOWN: CallerRefusal = {
  status: 401,
  text: "The state credential is missing, wrong or no longer valid. At a desk the user is `token` and the password an API token.",
};

/**
 * Who asks, from HTTP basic authentication. A run names itself and gives its one-run password; anybody else gives an API
 * token as password. Refused unless the credential belongs to exactly this workspace and site.
 */
export async function identifyCaller(
  { store, digests, desks }: IdentifyPorts,
  request: CallerRequest,
): Promise<StateCaller | CallerRefusal> {
  const given = parseBasic(request.authorization);
  const site = SiteKey.safeParse(request.site);
  if (given === null || !site.success || !UUID.test(request.workspaceId)) return UNKNOWN;
  const { workspaceId } = request;
  if (!UUID.test(given.name)) {
    const desk = await desks.caller(given.password, workspaceId, site.data);
    return desk === null ? UNKNOWN : (judgeDesk(desk) ?? { runId: null, desk, workspaceId, site: site.data });
  }
  const known = await store.credential(given.name);
  if (known === null || !equalsInConstantTime(known.passwordHash, digests.sha256Hex(given.password))) return UNKNOWN;
  if (known.workspaceId !== workspaceId || known.site !== site.data) return UNKNOWN;
  return { runId: given.name, desk: null, workspaceId, site: site.data };
}

/** Desk use hands out the cloud's credential, so the cloud account has to be the owner's own. */
function judgeDesk({ mayChange, cloud }: DeskCaller): CallerRefusal | null {
  if (!mayChange) {
    return {
      status: 403,
      text: "This token, or your role, may only look. Use a token with the scope change, made by a member or owner.",
    };
  }
  if (cloud === null || cloud.isOwn) return null;
  return {
    status: 403,
    text: `The cloud ${cloud.name} is shared by the whole site, so its credential stays with the service and this state is for runs only. Use twinstack plan and twinstack apply, or register a cloud project of your own and move the machine there.`,
  };
}

/** As whom this caller holds a lock. */
export function holderOf(caller: StateCaller): LockHolder {
  return { runId: caller.runId, personId: caller.desk?.person.id ?? null };
}

export function isHeldBy(lock: StateLock, caller: StateCaller): boolean {
  const holder = holderOf(caller);
  return lock.runId === holder.runId && (lock.person?.id ?? null) === holder.personId;
}

/** The time taken tells nothing about where two hashes begin to differ. */
function equalsInConstantTime(left: string, right: string): boolean {
  let difference = left.length ^ right.length;
  for (let index = 0; index < left.length; index += 1) difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  return difference === 0;
}

function parseBasic(header: string | undefined): { readonly name: string; readonly password: string } | null {
  const encoded = /^Basic ([A-Za-z0-9+/]+={0,2})$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return null;
  try {
    const letters = atob(encoded);
    const bytes = new Uint8Array(letters.length);
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = letters.charCodeAt(index);
    const text = new TextDecoder().decode(bytes);
    const colon = text.indexOf(":");
    return colon < 0 ? null : { name: text.slice(0, colon), password: text.slice(colon + 1) };
  } catch {
    return null;
  }
}
