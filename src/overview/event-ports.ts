import type { SiteKey, WorkspaceEvent, WorkspaceEventKind } from "../contract/index.ts";

/** An event as stored, before it has words. */
export interface EventFacts extends Omit<WorkspaceEvent, "at" | "text"> {
  readonly at: Date;
  /** Where the next page goes on. */
  readonly position: string;
  /** Of a run: what it was to do; of a power action: what was asked. */
  readonly verb: string | null;
  readonly site: SiteKey | null;
}

export interface EventPage {
  readonly kinds: readonly WorkspaceEventKind[] | null;
  readonly limit: number;
  /** `position` of the last event of the page before. */
  readonly before: string | null;
}

/** What happened to workspaces, put together from everything that keeps a trace. */
export interface EventLog {
  /** The latest first. Only what the owner may see. */
  page(workspaceId: string, page: EventPage): Promise<readonly EventFacts[]>;
}
