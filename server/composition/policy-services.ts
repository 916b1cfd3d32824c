import { AppError } from "../../src/kernel/app-error.ts";
import { makePolicyDesk } from "../../src/schedule/index.ts";
import type { PolicyServices } from "../services/policy-side.ts";
import type { SharedParts } from "./compose-service.ts";

/** Owners' policies for the routes. */
export function policyServices({ stores, clock }: Pick<SharedParts, "stores" | "clock">): PolicyServices {
  const desk = makePolicyDesk({
    ...{ store: stores.policies, clock },
    async nameOf(ownerId, workspaceId) {
      const facts = await stores.overview.find(ownerId, workspaceId);
      if (facts !== null) return facts.name;
      throw new AppError("not-found", `There is no workspace ${workspaceId}.`, { workspaceId });
    },
  });
  return {
    find: ({ accountId }, workspaceId) => desk.find(accountId, workspaceId),
    change: ({ accountId, userId }, workspaceId, request, basedOn) =>
      desk.change({ ownerId: accountId, changedBy: userId, workspaceId, request, basedOn }),
  };
}
