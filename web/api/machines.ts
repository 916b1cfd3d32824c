import type { Instance, Profile, Workspace } from "../../src/contract/index.ts";
import { call, listOf, type Page } from "./call.ts";

export const workspacesKey = ["workspaces"] as const;
export const instancesKey = ["instances"] as const;

/** All workspaces of the account, page by page. */
export async function readWorkspaces({ signal }: { readonly signal: AbortSignal }): Promise<readonly Workspace[]> {
  const all: Workspace[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = { limit: 500, ...(cursor !== undefined && { cursor }) };
    const page = await call<Page<Workspace>>("GET", "/workspaces", { query, signal });
    all.push(...page.items);
    if (page.nextCursor == null) return all;
    cursor = page.nextCursor;
  }
}

/** Machines as their clouds see them now. */
export const readInstances = ({ signal }: { readonly signal: AbortSignal }) =>
  listOf<Instance>("/instances", { signal });

export const readProfiles = () => listOf<Profile>("/profiles");
