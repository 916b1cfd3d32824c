import type { WorkspaceEvent, WorkspaceEventKind } from "../../src/contract/index.ts";
import { call, type Page } from "./call.ts";

export const eventsKey = (workspaceId: string) => ["events", workspaceId] as const;

export interface EventFilter {
  readonly kind: WorkspaceEventKind | null;
  readonly cursor: string | null;
}

/** What happened to a machine, the latest first, one page of it. */
export const readEvents = (workspaceId: string, { kind, cursor }: EventFilter) =>
  call<Page<WorkspaceEvent>>("GET", `/workspaces/${workspaceId}/events`, {
    query: { limit: 50, ...(kind !== null && { kind }), ...(cursor !== null && { cursor }) },
  });
