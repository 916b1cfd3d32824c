import { SiteKey } from "../contract/index.ts";
import type { StateDigests, StateStore } from "./ports.ts";

/** The site a request may touch, proven by the one-run credential. */
export interface StateCaller {
  readonly runId: string;
  readonly workspaceId: string;
  readonly site: SiteKey;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Who asks, from HTTP basic authentication: the run's id and its one-run password. Null unless the credential exists and
 * belongs to exactly this workspace and site.
 */
export async function checkCredential(
  store: Pick<StateStore, "credential">,
  digests: StateDigests,
  request: { readonly authorization: string | undefined; readonly workspaceId: string; readonly site: string },
): Promise<StateCaller | null> {
  const given = parseBasic(request.authorization);
  const site = SiteKey.safeParse(request.site);
  if (given === null || !site.success || !UUID.test(given.name)) return null;
  const known = await store.credential(given.name);
  if (known === null || !equalsInConstantTime(known.passwordHash, digests.sha256Hex(given.password))) return null;
  if (known.workspaceId !== request.workspaceId || known.site !== site.data) return null;
  return { runId: given.name, workspaceId: known.workspaceId, site: known.site };
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
