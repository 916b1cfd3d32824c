import { makeListInstances } from "../../src/cloud/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { locateMachines, type WorkspaceFacts } from "../../src/overview/index.ts";
import type { Services } from "../services.ts";
import type { SharedParts } from "./compose-service.ts";

/** A person waits for this answer; a silent cloud is shown as stale after so long. */
const CLOUD_PATIENCE_MS = 5_000;

/** Machines with live facts, of all workspaces of an account or of one. */
export function instanceService(shared: SharedParts): Services["instances"] {
  const observe = observeMachines(shared);
  return ({ accountId }, workspaceId) => observe(accountId, workspaceId);
}

/** The same by the account's id; the caller sees to the right to it. */
export function observeMachines({ stores, clouds, clock }: Pick<SharedParts, "stores" | "clouds" | "clock">) {
  async function factsFor(ownerId: string, workspaceId: string | undefined): Promise<readonly WorkspaceFacts[]> {
    if (workspaceId === undefined) return stores.overview.list(ownerId);
    const facts = await stores.overview.find(ownerId, workspaceId);
    if (facts === null) throw new AppError("not-found", `There is no workspace ${workspaceId}.`, { workspaceId });
    return [facts];
  }

  return (ownerId: string, workspaceId: string | undefined) =>
    makeListInstances({
      sites: async () => (await factsFor(ownerId, workspaceId)).flatMap(locateMachines),
      clients: clouds.clients,
      lastKnown: stores.observations,
      clock,
      timeLimit: () => AbortSignal.timeout(CLOUD_PATIENCE_MS),
    })();
}
