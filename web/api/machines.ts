import type { Instance, Profile, Workspace } from "../../src/contract/index.ts";
import { call } from "./call.ts";

interface Listed<T> {
  readonly items: readonly T[];
}

interface Paged<T> extends Listed<T> {
  readonly nextCursor: string | null;
}

export const workspacesKey = ["workspaces"] as const;
export const instancesKey = ["instances"] as const;

/** All workspaces of the account, page by page. */
export async function readWorkspaces({ signal }: { readonly signal: AbortSignal }): Promise<readonly Workspace[]> {
  const all: Workspace[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = { limit: 500, ...(cursor !== undefined && { cursor }) };
    const page = await call<Paged<Workspace>>("GET", "/workspaces", { query, signal });
    all.push(...page.items);
    if (page.nextCursor === null) return all;
    cursor = page.nextCursor;
  }
}

/** Machines as their clouds see them now. */
export async function readInstances({ signal }: { readonly signal: AbortSignal }): Promise<readonly Instance[]> {
  return (await call<Listed<Instance>>("GET", "/instances", { signal })).items;
}

export async function readProfiles(): Promise<readonly Profile[]> {
  return (await call<Listed<Profile>>("GET", "/profiles")).items;
}
