import { makeListInstances } from "../../src/cloud/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { locateMachines, type WorkspaceFacts } from "../../src/overview/index.ts";
import type { Services } from "../services.ts";
import type { SharedParts } from "./compose-service.ts";

/** A person waits for this answer; a silent cloud is shown as stale after so long. */
const CLOUD_PATIENCE_MS = 5_000;

/** Machines with live facts, of all workspaces of an account or of one. */
export function instanceService({ stores, clouds, clock }: SharedParts): Services["instances"] {
  async function factsFor(ownerId: string, workspaceId: string | undefined): Promise<readonly WorkspaceFacts[]> {
    if (workspaceId === undefined) return stores.overview.list(ownerId);
    const facts = await stores.overview.find(ownerId, workspaceId);
    if (facts === null) throw new AppError("not-found", `There is no workspace ${workspaceId}.`, { workspaceId });
    return [facts];
  }

  return (principal, workspaceId) =>
    makeListInstances({
      sites: async () => (await factsFor(principal.accountId, workspaceId)).flatMap(locateMachines),
      clients: clouds.clients,
      lastKnown: stores.observations,
      clock,
      timeLimit: () => AbortSignal.timeout(CLOUD_PATIENCE_MS),
    })();
}
