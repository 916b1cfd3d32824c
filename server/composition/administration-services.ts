import {
  type BannerStore,
  type FindOwners,
  makeBanners,
  makeSiteOrganisations,
  type NoteAudit,
  type Principal,
  type SiteOrganisationStore,
} from "../../src/account/index.ts";
import { parseYaml } from "../../src/adapters/text/parse-yaml.ts";
import { type CloudStore, makeCloudImport, makeListInstances } from "../../src/cloud/index.ts";
import type { CloudUse, Owner } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import {
  locateMachines,
  type ObservationStore,
  type OverviewStore,
  summarizeWorkspace,
} from "../../src/overview/index.ts";
import { makeCancelRun, presentRuns, type RunQueue, type RunStore, type SiteRunStore } from "../../src/run/index.ts";
import type { Administration, AdministrationSide, CloudCare } from "../services/administration-side.ts";
import type { composeClouds } from "./cloud-services.ts";
import type { OrganisationStores } from "./organisation-stores.ts";

/** A person waits for this answer; a silent cloud is shown as stale after so long. */
const CLOUD_PATIENCE_MS = 5_000;
const EVERYTHING = { after: null, limit: Number.MAX_SAFE_INTEGER };

interface AdministrationParts {
  /** Over the service's own pool: administrators look across all accounts. */
  readonly stores: {
    readonly banners: BannerStore;
    readonly siteOrganisations: SiteOrganisationStore;
    readonly siteRuns: SiteRunStore;
    readonly findOwners: FindOwners;
    readonly overview: OverviewStore;
    readonly observations: ObservationStore;
    readonly runs: RunStore;
    readonly queue: RunQueue;
    readonly clouds: CloudStore;
    readonly noteAudit: NoteAudit;
  } & Pick<OrganisationStores, "organisations">;
  readonly clouds: ReturnType<typeof composeClouds>;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** What administrators of the site see and do across all accounts. */
export function administrationServices(parts: AdministrationParts): AdministrationSide {
  const { stores, clock, newId } = parts;
  return {
    administration: administration(parts),
    banners: makeBanners({ store: stores.banners, clock, newId }),
    cloudCare: cloudCare(parts),
    cloudImport: makeCloudImport(parseYaml),
    siteOrganisations: makeSiteOrganisations({ store: stores.siteOrganisations, organisations: stores.organisations }),
    sandbox: null,
  };
}

function administration({ stores, clouds, clock }: AdministrationParts): Administration {
  const cancelRun = makeCancelRun({ store: stores.runs, clock });
  return {
    async workspaces(page) {
      const facts = await stores.overview.listAll(page);
      const owners = await stores.findOwners(facts.map(({ ownerId }) => ownerId));
      return facts.map((one) => ({ workspace: summarizeWorkspace(one), owner: ownerIn(owners, one.ownerId) }));
    },

    instances: makeListInstances({
      sites: async () => (await stores.overview.listAll(EVERYTHING)).flatMap(locateMachines),
      clients: clouds.clients,
      lastKnown: stores.observations,
      clock,
      timeLimit: () => AbortSignal.timeout(CLOUD_PATIENCE_MS),
    }),

    async runs(page) {
      const found = await stores.siteRuns.unfinished(page);
      const [shown, owners] = await Promise.all([
        presentRuns(stores.queue, found),
        stores.findOwners(found.flatMap(({ ownerId, createdBy }) => [ownerId, createdBy])),
      ]);
      return shown.flatMap(({ summary: _summary, failure: _failure, finishedAt: _finishedAt, ...run }, index) => {
        const record = found[index];
        if (record === undefined) return [];
        const { cloudId, createdBy, ownerId, workerHost } = record;
        const cloudName = record.cloudName ?? cloudId;
        const createdByName = owners.get(createdBy)?.name ?? createdBy;
        return [{ ...run, owner: ownerIn(owners, ownerId), cloudName, createdByName, workerHost }];
      });
    },

    async cancel(principal, origin, runId, force) {
      const ownerId = await stores.siteRuns.ownerOf(runId);
      if (ownerId === null) throw new AppError("not-found", `There is no run ${runId}.`, { runId });
      const run = await cancelRun(ownerId, runId, force);
      if (ownerId === principal.userId) return run;
      const { userId, name: userName, via } = principal;
      await stores.noteAudit({
        ...{ accountId: ownerId, userId, userName, via, origin, action: "administration.cancel-run" },
        object: { kind: "run", id: runId, name: run.workspaceName },
        outcome: "done",
        detail: { force },
      });
      return run;
    },
  };
}

function cloudCare({ stores, clouds, clock }: AdministrationParts): CloudCare {
  return {
    async capacity(cloudId) {
      const client = await clouds.clients(cloudId);
      const items = await client.readCapacity();
      return { cloudId, readAt: clock.now().toISOString(), items: [...items] };
    },

    async uses(principal, id) {
      const all = await stores.clouds.uses(id);
      const seen = all.filter(({ ownerId }) => maySee(principal, ownerId));
      const owners = await stores.findOwners(seen.map(({ ownerId }) => ownerId));
      const items: CloudUse["items"] = seen.map(({ ownerId, sites, ...workspace }) => ({
        ...workspace,
        sites: [...sites],
        owner: ownerIn(owners, ownerId),
      }));
      return { items, others: all.length - seen.length };
    },
  };
}

/** Names of other people's machines are for administrators of the site. */
function maySee({ siteAdmin, accountId }: Principal, ownerId: string): boolean {
  return siteAdmin || ownerId === accountId;
}

/** An account that is gone in this very moment is shown by its id. */
function ownerIn(owners: ReadonlyMap<string, Owner>, id: string): Owner {
  return owners.get(id) ?? { id, handle: id, name: id, kind: "person" };
}
