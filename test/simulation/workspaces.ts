import {
  type CloudKind,
  isOwnStack,
  type SiteKey,
  type SitePlan,
  type StackPlan,
  siteKind,
} from "../../src/contract/index.ts";
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
  readonly wanted: readonly { readonly part: Part; readonly spec: Spec }[];
}

type Part = "network" | "instance" | "volume";

/** Terraform's types, so that repair knows what it finds. */
const TYPES: Readonly<Record<CloudKind, Readonly<Record<Part, string>>>> = {
  openstack: {
    network: "openstack_networking_network_v2",
    instance: "openstack_compute_instance_v2",
    volume: "openstack_blockstorage_volume_v3",
  },
  cloudstack: { network: "cloudstack_network", instance: "cloudstack_instance", volume: "cloudstack_disk" },
};

type PlannedRevision = { readonly number: number; readonly deploymentPlan: ReturnType<typeof samplePlan> };

/** What people want, revision by revision. */
export interface Workspaces {
  readonly all: readonly VirtualWorkspace[];
  add(ownerId: string): VirtualWorkspace;
  /** A new revision that differs a little from the last. */
  change(workspace: VirtualWorkspace): void;
  /** What a site is to consist of; nothing when the revision does not use it. */
  desired(workspaceId: string, revision: number, site: SiteKey): Desired;
  synthesize(plan: StackPlan): Promise<Readonly<Record<string, string>>>;
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

  function desired(workspaceId: string, number: number, site: SiteKey): Desired {
    const revision = revisionOf(workspaceId, number);
    if (!revision?.sites.includes(site)) return [];
    return revision.wanted.map(({ part, spec }) => ({
      address: `${TYPES[siteKind(site)][part]}.${part}`,
      name: `${of(workspaceId).name}-${part}`,
      spec,
    }));
  }

  const spec = (): Spec => ({ size: random.whole(1, 3), image: random.whole(1, 2) });

  return {
    all,
    add(ownerId) {
      const id = random.id();
      const parts: readonly Part[] = ["network", "instance", "volume"];
      const wanted = parts.slice(0, random.whole(2, 3)).map((part) => ({ part, spec: spec() }));
      const revisions = [{ number: 1, sites: BOTH, wanted }];
      const workspace = { id, name: `w${all.length + 1}`, ownerId, revisions };
      all.push(workspace);
      return workspace;
    },
    change({ revisions }) {
      const last = revisions.at(-1);
      if (last === undefined) return;
      const wanted = last.wanted.map((object) =>
        object.part === "network" || random.chance(0.4) ? object : { ...object, spec: spec() },
      );
      const sites = random.chance(0.15) ? BOTH.filter(() => random.chance(0.6)) : BOTH;
      revisions.push({ number: last.number + 1, sites: sites.length === 0 ? BOTH : sites, wanted });
    },
    desired,
    async synthesize(plan) {
      if (isOwnStack(plan)) throw new Error("The simulation has no tenants.");
      const { workspaceId, revision, cloud } = plan;
      return { "cdk.tf.json": writeStack(desired(workspaceId, revision, cloud)) };
    },
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

/** The synthesized site: everything but the network names the network, as a machine's port would. */
function writeStack(desired: Desired): string {
  const elements: Record<string, Record<string, unknown>> = {};
  const network = desired.find(({ address }) => address.includes("network"))?.address;
  for (const { address, name, spec } of desired) {
    const [type = "", local = ""] = address.split(".");
    const tie = network === undefined || address === network ? {} : { depends_on: [network] };
    elements[type] = { [local]: { name, ...spec, ...tie } };
  }
  return JSON.stringify({ resource: elements });
}

interface Stack {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Spec & { readonly name: string }>>>>;
}

export function readStack(text: string): Desired {
  const stack: Stack = JSON.parse(text);
  return Object.entries(stack.resource ?? {}).flatMap(([type, elements]) =>
    Object.entries(elements).map(([local, { name, size, image }]) => ({
      address: `${type}.${local}`,
      name,
      spec: { size, image },
    })),
  );
}

/** A verdict from what Terraform does alone. */
export const classifyByAction: ClassifyChange = ({ actions, address }) => {
  const removes = actions.includes("delete");
  const danger = removes ? (actions.includes("create") ? "replaces" : "destroys-data") : "in-place";
  return { danger, title: `${actions.join("+")} ${address}`, reason: null, rejected: null };
};
