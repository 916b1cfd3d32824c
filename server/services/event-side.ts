import type { Principal } from "../../src/account/ports.ts";
import type { WorkspaceEvent } from "../../src/contract/index.ts";
import type { EventPage } from "../../src/overview/ports.ts";

/** What happened to a workspace, the latest first. Throws AppError: not-found. */
export type WorkspaceEventService = (
  principal: Principal,
  workspaceId: string,
  page: EventPage,
) => Promise<readonly { readonly position: string; readonly event: WorkspaceEvent }[]>;
