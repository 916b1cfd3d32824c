import type { SiteKey, SitePlan } from "../../src/contract/index.ts";
import type { ClassifyChange, RunRecord } from "../../src/run/ports.ts";
import { samplePlan } from "../_helpers/samples.ts";
import type { Spec } from "./fake-cloud.ts";
import type { Desired } from "./fake-terraform.ts";
import type { Random } from "./random.ts";

export interface VirtualWorkspace {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly revisions: Revision[];
}

interface Revision {
  readonly number: number;
  readonly sites: readonly SiteKey[];
  readonly desired: Desired;
}

type PlannedRevision = { readonly number: number; readonly deploymentPlan: ReturnType<typeof samplePlan> };

/** What people want, revision by revision. */
export interface Workspaces {
  readonly all: readonly VirtualWorkspace[];
  add(ownerId: string): VirtualWorkspace;
  /** A new revision that differs a little from the last. */
  change(workspace: VirtualWorkspace): void;
  desired(plan: SitePlan): Desired;
  sitePlan(run: Pick<RunRecord, "workspaceId" | "revision" | "site">): Promise<SitePlan>;
  readonly store: {
    find(ownerId: string, id: string): Promise<{ readonly id: string; readonly name: string } | null>;
    latestRevision(workspaceId: string): Promise<PlannedRevision | null>;
    revision(workspaceId: string, number: number): Promise<PlannedRevision | null>;
  };
}

const TEMPLATE = samplePlan();
const BOTH: readonly SiteKey[] = ["openstack", "cloudstack"];

export function makeWorkspaces(random: Random): Workspaces {
  const all: VirtualWorkspace[] = [];

  function of(id: string): VirtualWorkspace {
    const found = all.find((workspace) => workspace.id === id);
    if (found === undefined) throw new Error(`There is no workspace ${id}.`);
    return found;
  }

  function planOf(workspace: VirtualWorkspace, revision: Revision): PlannedRevision {
    const { id, name, ownerId } = workspace;
    const { number } = revision;
    const sites = TEMPLATE.sites
      .filter(({ cloud }) => revision.sites.includes(cloud))
      .map((site) => ({ ...site, workspaceId: id, workspaceName: name, ownerId, revision: number }));
    return { number, deploymentPlan: { ...TEMPLATE, workspaceId: id, revision: number, sites } };
  }

  function revisionOf(workspaceId: string, number: number): Revision | null {
    return of(workspaceId).revisions.find((revision) => revision.number === number) ?? null;
  }

  const spec = (): Spec => ({ size: random.whole(1, 3), image: random.whole(1, 2) });

  return {
    all,
    add(ownerId) {
      const id = random.id();
      const objects = ["network", "instance", "volume"].slice(0, random.whole(2, 3));
      const desired = objects.map((address) => ({ address, spec: spec() }));
      const revisions = [{ number: 1, sites: BOTH, desired }];
      const workspace = { id, name: `w${all.length + 1}`, ownerId, revisions };
      all.push(workspace);
      return workspace;
    },
    change({ revisions }) {
      const last = revisions.at(-1);
      if (last === undefined) return;
      const desired = last.desired.map((object) =>
        object.address === "network" || random.chance(0.4) ? object : { ...object, spec: spec() },
      );
      const sites = random.chance(0.15) ? BOTH.filter(() => random.chance(0.6)) : BOTH;
      revisions.push({ number: last.number + 1, sites: sites.length === 0 ? BOTH : sites, desired });
    },
    desired: ({ workspaceId, revision }) => revisionOf(workspaceId, revision)?.desired ?? [],
    async sitePlan({ workspaceId, revision, site }) {
      const found = revisionOf(workspaceId, revision);
      const plan = found && planOf(of(workspaceId), found).deploymentPlan.sites.find(({ cloud }) => cloud === site);
      if (!plan) throw new Error(`Revision ${revision} has no ${site}.`);
      return plan;
    },
    store: {
      async find(ownerId, id) {
        const found = all.find((workspace) => workspace.id === id && workspace.ownerId === ownerId);
        return found === undefined ? null : { id: found.id, name: found.name };
      },
      async latestRevision(workspaceId) {
        const workspace = of(workspaceId);
        const last = workspace.revisions.at(-1);
        return last === undefined ? null : planOf(workspace, last);
      },
      async revision(workspaceId, number) {
        const found = revisionOf(workspaceId, number);
        return found === null ? null : planOf(of(workspaceId), found);
      },
    },
  };
}

/** A verdict from what Terraform does alone. */
export const classifyByAction: ClassifyChange = ({ actions, address }) => {
  const removes = actions.includes("delete");
  const danger = removes ? (actions.includes("create") ? "replaces" : "destroys-data") : "in-place";
  return { danger, title: `${actions.join("+")} ${address}`, reason: null, rejected: null };
};
