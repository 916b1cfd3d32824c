import type pg from "pg";
import { findSiteCloud } from "../../src/adapters/postgres/site-cloud.ts";
import type { Revision, SiteKey, SitePlan } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { summarizeWorkspace, type WorkspaceFacts } from "../../src/overview/index.ts";
import type { SiteCondition } from "../../src/repair/index.ts";
import { isFinished, type Synthesize } from "../../src/run/index.ts";
import { exportDesk } from "../export/export-desk.ts";
import { exportSite } from "../export/export-site.ts";
import { renderExportReadme } from "../export/render-export-readme.ts";
import type { WorkspaceServices } from "../services.ts";
import type { Toolchain } from "../toolchain.ts";
import type { SharedParts } from "./compose-service.ts";

interface WorkspaceParts extends SharedParts {
  readonly synthesize: Synthesize;
  readonly toolchain: Toolchain;
  /** The tenants'. */
  readonly pool: Pick<pg.Pool, "query">;
  readonly publicUrl: () => string;
}

/** Workspaces and revisions for the routes. */
export function workspaceServices(parts: WorkspaceParts): WorkspaceServices {
  const { stores } = parts;

  async function find(ownerId: string, id: string): Promise<WorkspaceFacts> {
    const facts = await stores.overview.find(ownerId, id);
    if (facts === null) throw new AppError("not-found", `There is no workspace ${id}.`, { workspaceId: id });
    return facts;
  }

  async function revision(ownerId: string, id: string, number: number): Promise<Revision> {
    await find(ownerId, id);
    const found = await stores.workspaces.revision(id, number);
    if (found === null) throw new AppError("not-found", `There is no revision ${number}.`, { workspaceId: id, number });
    return found;
  }

  async function siteFiles(site: SitePlan, withState: boolean) {
    const files = await parts.synthesize(site);
    const state = withState ? await stores.states.current(site.workspaceId, site.site) : null;
    return exportSite(site.site, files, state?.bytes ?? null);
  }

  /** Sites on clouds that belong to the account itself; on a shared one the credential stays with the service. */
  async function deskSites(ownerId: string, id: string, sites: readonly SitePlan[]): Promise<readonly SiteKey[]> {
    const clouds = await Promise.all(
      sites.map(async ({ site }) => ({ site, cloud: await findSiteCloud(parts.pool, id, site) })),
    );
    return clouds.filter(({ cloud }) => cloud?.ownerId === ownerId).map(({ site }) => site);
  }

  return {
    list: async ({ accountId }, page) => (await stores.overview.list(accountId, page)).map(summarizeWorkspace),
    find: async ({ accountId }, id) => summarizeWorkspace(await find(accountId, id)),

    async remove({ accountId }, id) {
      await find(accountId, id);
      await stores.workspaces.remove(accountId, id, async () => {
        const facts = await find(accountId, id);
        refuseUnlessEmpty(facts);
        refuseUnclean(facts.name, await stores.repairs.conditions(id));
      });
    },

    async revisions({ accountId }, id) {
      await find(accountId, id);
      return stores.workspaces.revisions(id);
    },

    revision: ({ accountId }, id, number) => revision(accountId, id, number),

    async exportTerraform({ accountId }, id, withState) {
      const facts = await find(accountId, id);
      const { deploymentPlan } = await revision(accountId, id, facts.revision);
      const folders = await Promise.all(deploymentPlan.sites.map((site) => siteFiles(site, withState)));
      const desks = await deskSites(accountId, id, deploymentPlan.sites);
      const overrides = desks.map((site) => exportDesk(site, `${parts.publicUrl()}/state/v1/${id}/${site}`));
      const readme = await renderExportReadme({
        workspaceName: facts.name,
        revision: facts.revision,
        sites: deploymentPlan.sites,
        withState,
        deskSites: desks,
        engine: parts.toolchain,
        variablesOf: (cloudId) => parts.clouds.environment(cloudId, accountId),
      });
      return {
        workspaceName: facts.name,
        revision: facts.revision,
        files: Object.assign({ "README.md": readme }, ...folders, ...overrides),
      };
    },
  };
}

/** A cloud may still have something that no state knows; forgotten here it would be nobody's. */
function refuseUnclean(name: string, conditions: readonly SiteCondition[]): void {
  const sites = conditions.filter(({ unclean }) => unclean).map(({ site }) => site);
  if (sites.length === 0) return;
  throw new AppError(
    "workspace-not-empty",
    `An interrupted apply of ${name} may have left something on ${sites.join(" and ")}; repair or destroy it first.`,
    { sites },
  );
}

function refuseUnlessEmpty(facts: WorkspaceFacts): void {
  const active = facts.lastRuns.find((run) => !isFinished(run.status));
  if (active !== undefined) {
    throw new AppError("run-active", `Run ${active.id} on ${active.site} is ${active.status}.`, {
      runId: active.id,
      site: active.site,
      status: active.status,
    });
  }
  const sites = facts.states.filter(({ hasObjects }) => hasObjects).map(({ site }) => site);
  if (sites.length === 0) return;
  throw new AppError("workspace-not-empty", `${facts.name} still has objects on ${sites.join(" and ")}.`, { sites });
}
