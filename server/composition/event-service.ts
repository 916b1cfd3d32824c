import { AppError } from "../../src/kernel/app-error.ts";
import { tellEvent } from "../../src/overview/index.ts";
import type { WorkspaceEventService } from "../services/event-side.ts";
import type { SharedParts } from "./compose-service.ts";

/** The time line of a workspace for the routes. */
export function eventService(stores: Pick<SharedParts["stores"], "events" | "workspaces">): WorkspaceEventService {
  return async ({ accountId }, workspaceId, page) => {
    if ((await stores.workspaces.find(accountId, workspaceId)) === null) {
      throw new AppError("not-found", `There is no workspace ${workspaceId}.`, { workspaceId });
    }
    const found = await stores.events.page(workspaceId, page);
    return found.map((facts) => ({ position: facts.position, event: tellEvent(facts) }));
  };
}
