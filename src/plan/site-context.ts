import {
  type CloudKind,
  type DeploymentPlan,
  type Issue,
  type Requirement,
  type Role,
  type SiteKey,
  type SitePlan,
  siteKind,
} from "../contract/index.ts";
import { ok, type Result } from "../kernel/result.ts";
import { sameValue } from "../requirement/index.ts";
import type { TextTools } from "./ports.ts";
import { userData } from "./user-data.ts";

/** What all sites of one compilation share. */
export interface PlanInput {
  readonly workspaceId: string;
  readonly revision: number;
  readonly ownerId: string;
  readonly operationId: string;
  readonly requirement: Requirement;
  /** The plan and requirement of the revision before; what still fits in them is kept. */
  readonly previous: DeploymentPlan | null;
  readonly previousRequirement: Requirement | null;
  /** Sites that have objects on a cloud, whether or not the plan before still wants them. */
  readonly standingSites: readonly StandingSite[];
  /** Where machines reach the service; null when they cannot. */
  readonly publicUrl: string | null;
  readonly caPublicKey: string;
  /** Unspent tokens, used where a machine is made anew. */
  readonly bootstrapTokens: Readonly<Record<SiteKey, string>>;
  readonly text: TextTools;
}

/** A site whose objects stand on a cloud. */
export interface StandingSite {
  readonly site: SiteKey;
  /** Null when no run tells. */
  readonly cloudId: string | null;
  /** As it was applied last, where that is another revision than the latest one; left out also where nobody is sure. */
  readonly applied?: { readonly requirement: Requirement; readonly plan: SitePlan };
}

/** What a site's plan consists of besides its own choices. */
interface SiteResult {
  readonly site: SitePlan;
  readonly explanations: readonly { readonly subject: string; readonly text: string }[];
  readonly warnings: readonly string[];
}
export type CompiledSite = Result<SiteResult, readonly Issue[]>;

/** The site's earlier plan when it is on the same cloud; only then is there anything to keep. */
export function keptSite<K extends CloudKind>(
  input: PlanInput,
  kind: K,
  cloudId: string,
): Extract<SitePlan, { cloud: K }> | null {
  const found = input.previous?.sites.find((known) => known.cloud === kind && known.cloudId === cloudId);
  return (found as Extract<SitePlan, { cloud: K }> | undefined) ?? null;
}

/** True when nothing that decides the size of the machine has changed. */
export function needUnchanged({ requirement, previousRequirement }: PlanInput): boolean {
  return (
    previousRequirement !== null &&
    requirement.hardware.vcpu === previousRequirement.hardware.vcpu &&
    requirement.hardware.memoryGib === previousRequirement.hardware.memoryGib
  );
}

export function osUnchanged({ requirement, previousRequirement }: PlanInput): boolean {
  return previousRequirement !== null && sameValue(requirement.software.os, previousRequirement.software.os);
}

/**
 * First boot of a machine that stays is kept to the letter: a changed user data replaces the machine. Volumes and
 * protection are left out of the comparison on purpose, they are changed while it runs. A machine made anew gets a new
 * token, because the old one is spent.
 */
export function siteUserData(
  input: PlanInput,
  site: SiteKey,
  kept: SitePlan | null,
  sameImage: boolean,
): Result<SitePlan["userData"], readonly Issue[]> {
  const { previousRequirement, requirement, publicUrl } = input;
  if (kept !== null && sameImage && kept.machine !== "absent" && previousRequirement !== null) {
    const before = { ...bootPart(previousRequirement), ...replacingPart(previousRequirement, site) };
    if (sameValue(before, { ...bootPart(requirement), ...replacingPart(requirement, site) })) return ok(kept.userData);
  }
  const agent = publicUrl === null ? null : { publicUrl, bootstrapToken: input.bootstrapTokens[site] };
  const { workspaceId, caPublicKey } = input;
  return userData({ requirement, workspaceId, site, caPublicKey, agent }, input.text);
}

function bootPart({ name, software, access }: Requirement) {
  return { name, software, access };
}

/** What replaces the machine whatever its user data: another network, and on CloudStack another system disk (C3). */
function replacingPart({ network, hardware }: Requirement, site: SiteKey) {
  const { privateNetwork } = network;
  return siteKind(site) === "cloudstack" ? { privateNetwork, rootDiskGib: hardware.rootDiskGib } : { privateNetwork };
}

/** Fields every site plan has, whatever its cloud. */
export function commonFields(input: PlanInput, role: Role, site: SiteKey) {
  const { requirement, workspaceId, revision, ownerId, operationId } = input;
  return {
    formatVersion: 1 as const,
    site,
    workspaceId,
    workspaceName: requirement.name,
    revision,
    ownerId,
    operationId,
    role,
    instanceName: requirement.name,
    sshPublicKey: requirement.access.sshKeys.find((key) => !key.startsWith("sk-")) ?? null,
    rootDiskGib: requirement.hardware.rootDiskGib,
    publicAddress: requirement.network.publicAddress,
  };
}
