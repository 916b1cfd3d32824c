import type { Banners, Principal, RequestOrigin, SiteOrganisations } from "../../src/account/index.ts";
import type { CloudImport } from "../../src/cloud/index.ts";
import type { CloudCapacity, CloudUse, Instance, OwnedWorkspace, QueuedRun, Run } from "../../src/contract/index.ts";
import type { SandboxServices } from "./sandbox-side.ts";

interface Page {
  readonly after: string | null;
  readonly limit: number;
}

/** What lies across all accounts. Only for administrators of the site, which the routes have asked already. */
export interface Administration {
  /** Machines of everybody, in the order of their workspaces' ids. */
  workspaces(page: Page): Promise<readonly OwnedWorkspace[]>;
  /** Live facts of all of them; stale ones of a cloud that does not answer are marked. */
  instances(): Promise<readonly Instance[]>;
  /** What is at work or waits, in the order in which it was asked for. */
  runs(page: Page): Promise<readonly QueuedRun[]>;
  /** Also noted in the log of the account that the run belongs to. Throws AppError: not-found, illegal-transition. */
  cancel(principal: Principal, origin: RequestOrigin, runId: string, force: boolean): Promise<Run>;
}

/** What is told of a cloud to whoever manages it. */
export interface CloudCare {
  /** Throws AppError: not-found and the cloud's own. */
  capacity(id: string): Promise<CloudCapacity>;
  uses(principal: Principal, id: string): Promise<CloudUse>;
}

/** What the routes about administration ask for. */
export interface AdministrationSide {
  readonly administration: Administration;
  readonly banners: Banners;
  readonly cloudCare: CloudCare;
  readonly cloudImport: CloudImport;
  readonly siteOrganisations: SiteOrganisations;
  /** Null where no built-in sandbox runs. */
  readonly sandbox: SandboxServices | null;
}
