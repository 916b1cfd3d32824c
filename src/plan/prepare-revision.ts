import {
  type CheckReport,
  type DeploymentPlan,
  type Issue,
  type Requirement,
  type Revision,
  SafeName,
  SiteKey,
  type SitePlan,
} from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Result } from "../kernel/result.ts";
import {
  checkRequirement,
  type ParseYaml,
  type ResolvedRequest,
  type ResolvedRequirement,
  resolveRequirement,
  type Secrets,
  sameRequirement,
  type WorkspaceRecord,
  type WorkspaceStore,
} from "../requirement/index.ts";
import type { CloudOffer } from "./cloud-offer.ts";
import { compilePlan } from "./compile-plan.ts";
import type { TextTools } from "./ports.ts";
import { reachableUrl } from "./reachable-url.ts";
import type { StandingSite } from "./site-context.ts";
import { nameTaken, planRefused, refuseOutdated, renameIssue, validationFailed } from "./submission-problems.ts";

interface PrepareRevisionPorts {
  readonly workspaces: WorkspaceStore;
  /** What the account may plan on: its own clouds, then the shared ones. */
  readonly clouds: { list(accountId: string): Promise<readonly CloudOffer[]> };
  /** What Terraform knows to stand of a workspace. */
  readonly standingSites: (ownerId: string, workspaceId: string) => Promise<readonly StandingSite[]>;
  readonly secrets: Secrets;
  readonly text: TextTools;
  readonly parseYaml: ParseYaml;
  /** Where machines reach this service; null or a loopback address installs no agent. */
  readonly publicUrl: string | null;
  readonly clock: Clock;
}

interface SubmitRequest {
  readonly ownerId: string;
  readonly input: unknown;
  /** Set to change that workspace; absent to make a new one. */
  readonly workspaceId?: string;
  /** The revision the caller has read; another latest one is a revision-conflict. */
  readonly expectedRevision?: number;
  readonly actor: string;
}

interface RestoreRequest {
  readonly ownerId: string;
  readonly workspaceId: string;
  /** The revision whose requirement is to hold again. */
  readonly number: number;
  readonly expectedRevision?: number;
  readonly actor: string;
}

export interface Submission {
  readonly outcome: "created" | "changed" | "unchanged";
  readonly workspace: WorkspaceRecord;
  readonly revision: Revision;
  /** Private half of a key pair made by this submission; shown once. */
  readonly privateKey: string | null;
  readonly warnings: readonly string[];
}

interface PrepareRevision {
  /** What a requirement would become; stores nothing and never throws for a bad requirement. */
  check(ownerId: string, input: unknown): Promise<CheckReport>;
  /** Stores a requirement with its deployment plan as a new workspace or a new revision. */
  submit(request: SubmitRequest): Promise<Submission>;
  /** Stores what an earlier revision asked for as the next one, with its password, keys and secret files. */
  restore(request: RestoreRequest): Promise<Submission>;
}

/** The one way from what a person sends to a stored, planned revision. */
export function makePrepareRevision(ports: PrepareRevisionPorts): PrepareRevision {
  const { workspaces, secrets, clock } = ports;
  const publicUrl = reachableUrl(ports.publicUrl);

  return { check, submit, restore };

  async function check(ownerId: string, input: unknown): Promise<CheckReport> {
    const name = nameIn(input);
    const workspace = name === null ? null : await workspaces.findByName(ownerId, name);
    const latest = workspace === null ? null : await workspaces.latestRevision(workspace.id);
    const judged = judge(input, latest);
    if (!judged.ok) return report({ issues: judged.error });
    const resolved = await resolveRequirement(judged.value, latest?.requirement ?? null, secrets);
    const { requirement } = resolved;
    if (latest !== null && sameRequirement(latest.requirement, requirement)) {
      return report({ requirement, deploymentPlan: latest.deploymentPlan, unchanged: true });
    }
    const draft = await newDraft(ownerId, workspace?.id ?? secrets.newId(), latest, requirement);
    const plan = await compile(draft);
    return plan.ok ? report({ requirement, deploymentPlan: plan.value }) : report({ requirement, issues: plan.error });
  }

  async function submit(request: SubmitRequest): Promise<Submission> {
    const workspace = await targetOf(request);
    const latest = workspace === null ? null : await workspaces.latestRevision(workspace.id);
    const judged = judge(request.input, latest);
    if (!judged.ok) throw validationFailed(judged.error);
    if (workspace !== null && workspace.name !== judged.value.name)
      throw validationFailed([renameIssue(workspace.name, judged.value.name)]);
    if (workspace === null || latest === null) return create(request, judged.value);
    refuseOutdated(workspace, latest, request.expectedRevision);
    const resolved = await resolveRequirement(judged.value, latest.requirement, secrets);
    if (sameRequirement(latest.requirement, resolved.requirement)) {
      const { warnings } = latest.deploymentPlan;
      return { outcome: "unchanged", workspace, revision: latest, privateKey: null, warnings };
    }
    if (request.workspaceId === undefined) throw nameTaken(workspace, latest);
    return change(request, workspace, latest, resolved);
  }

  async function restore(request: RestoreRequest): Promise<Submission> {
    const workspace = await workspaces.find(request.ownerId, request.workspaceId);
    const latest = workspace === null ? null : await workspaces.latestRevision(workspace.id);
    const earlier = workspace === null ? null : await workspaces.revision(workspace.id, request.number);
    if (workspace === null || latest === null || earlier === null) {
      throw new AppError("not-found", `There is no revision ${request.number} of workspace ${request.workspaceId}.`);
    }
    refuseOutdated(workspace, latest, request.expectedRevision);
    const { requirement } = earlier;
    if (sameRequirement(latest.requirement, requirement)) {
      const { warnings } = latest.deploymentPlan;
      return { outcome: "unchanged", workspace, revision: latest, privateKey: null, warnings };
    }
    return change(request, workspace, latest, { requirement, privateKey: null, secretFiles: [] });
  }

  function judge(input: unknown, latest: Revision | null): Result<ResolvedRequest, readonly Issue[]> {
    const previous = latest?.requirement ?? null;
    return checkRequirement(input, { parseYaml: ports.parseYaml, now: clock.now(), previous });
  }

  /** The workspace a submission is about: the named one, or one of that name that may turn out to be the same. */
  async function targetOf({ ownerId, workspaceId, input }: SubmitRequest): Promise<WorkspaceRecord | null> {
    const name = nameIn(input);
    if (workspaceId === undefined) return name === null ? null : workspaces.findByName(ownerId, name);
    const workspace = await workspaces.find(ownerId, workspaceId);
    if (workspace === null) {
      throw new AppError("not-found", `There is no workspace ${workspaceId}. List your workspaces first.`);
    }
    return workspace;
  }

  async function create(request: SubmitRequest, judged: ResolvedRequest): Promise<Submission> {
    const resolved = await resolveRequirement(judged, null, secrets);
    const authority = await secrets.generateKeyPair(`twinstack-ca-${judged.name}`);
    const draft = await newDraft(request.ownerId, secrets.newId(), null, resolved.requirement, authority.publicKey);
    const revision = await planned(draft, request.actor);
    const now = clock.now();
    const workspace: WorkspaceRecord = {
      id: draft.workspaceId,
      name: judged.name,
      ownerId: request.ownerId,
      createdAt: now,
      updatedAt: now,
    };
    await workspaces.create(workspace, revision, {
      caPublicKey: authority.publicKey,
      caPrivateKey: authority.privateKey,
      bootstrapTokenHashes: hashesOf(
        draft,
        revision.deploymentPlan.sites.map(({ site }) => site),
      ),
      secretFiles: resolved.secretFiles,
    });
    const { warnings } = revision.deploymentPlan;
    return { outcome: "created", workspace, revision, privateKey: resolved.privateKey, warnings };
  }

  async function change(
    request: Pick<SubmitRequest, "ownerId" | "actor">,
    workspace: WorkspaceRecord,
    latest: Revision,
    resolved: ResolvedRequirement,
  ): Promise<Submission> {
    const draft = await newDraft(request.ownerId, workspace.id, latest, resolved.requirement);
    const revision = await planned(draft, request.actor);
    const standing = draft.standingSites.flatMap(({ applied }) => (applied === undefined ? [] : [applied.plan]));
    const known = [...latest.deploymentPlan.sites, ...standing];
    const renewed = SiteKey.options.filter((site) => bootsAnew(known, revision.deploymentPlan, site));
    await workspaces.addRevision(revision, resolved.secretFiles, hashesOf(draft, renewed));
    const { warnings } = revision.deploymentPlan;
    const updated = { ...workspace, updatedAt: clock.now() };
    return { outcome: "changed", workspace: updated, revision, privateKey: resolved.privateKey, warnings };
  }

  function hashesOf({ tokens }: Draft, sites: readonly SiteKey[]): Readonly<Record<string, string>> {
    return Object.fromEntries(sites.map((site) => [site, secrets.sha256(tokens[site])]));
  }

  async function newDraft(
    ownerId: string,
    workspaceId: string,
    latest: Revision | null,
    requirement: Requirement,
    caPublicKey?: string,
  ): Promise<Draft> {
    return {
      ownerId,
      workspaceId,
      latest,
      standingSites: latest === null ? [] : await ports.standingSites(ownerId, workspaceId),
      requirement,
      number: (latest?.number ?? 0) + 1,
      operationId: secrets.newId(),
      tokens: {
        openstack: secrets.generateToken(),
        cloudstack: secrets.generateToken(),
        "openstack-2": secrets.generateToken(),
        "cloudstack-2": secrets.generateToken(),
      },
      caPublicKey: caPublicKey ?? (await knownAuthority(workspaceId, latest)),
    };
  }

  /** A mere check of a new requirement gets a throw-away authority, so that the size of first boot is the real one. */
  async function knownAuthority(workspaceId: string, latest: Revision | null): Promise<string> {
    const known = latest === null ? null : await workspaces.caPublicKey(workspaceId);
    return known ?? (await secrets.generateKeyPair("twinstack-ca-check")).publicKey;
  }

  async function compile(draft: Draft): Promise<Result<DeploymentPlan, readonly Issue[]>> {
    return compilePlan({
      workspaceId: draft.workspaceId,
      revision: draft.number,
      ownerId: draft.ownerId,
      operationId: draft.operationId,
      requirement: draft.requirement,
      clouds: await ports.clouds.list(draft.ownerId),
      previous: draft.latest?.deploymentPlan ?? null,
      standingSites: draft.standingSites,
      previousRequirement: draft.latest?.requirement ?? null,
      publicUrl,
      caPublicKey: draft.caPublicKey,
      bootstrapTokens: draft.tokens,
      text: ports.text,
    });
  }

  async function planned(draft: Draft, actor: string): Promise<Revision> {
    const plan = await compile(draft);
    if (!plan.ok) throw planRefused(plan.error);
    return {
      workspaceId: draft.workspaceId,
      number: draft.number,
      operationId: draft.operationId,
      requirement: draft.requirement,
      deploymentPlan: plan.value,
      createdAt: clock.now().toISOString(),
      createdBy: actor,
    };
  }
}

/** A revision on its way: everything but its plan. */
interface Draft {
  readonly ownerId: string;
  readonly workspaceId: string;
  readonly latest: Revision | null;
  readonly standingSites: readonly StandingSite[];
  readonly requirement: Requirement;
  readonly number: number;
  readonly operationId: string;
  readonly tokens: Readonly<Record<SiteKey, string>>;
  readonly caPublicKey: string;
}

function report(part: Partial<Omit<CheckReport, "issues">> & { readonly issues?: readonly Issue[] }): CheckReport {
  const issues = [...(part.issues ?? [])];
  return {
    valid: issues.length === 0,
    issues,
    requirement: part.requirement ?? null,
    deploymentPlan: part.deploymentPlan ?? null,
    unchanged: part.unchanged ?? false,
  };
}

/** Whether a site of the new plan has user data that no known one has, and so a token nobody has seen yet. */
function bootsAnew(known: readonly SitePlan[], after: DeploymentPlan, key: SiteKey): boolean {
  const next = after.sites.find(({ site }) => site === key);
  if (next === undefined) return false;
  return !known.some(({ site, userData }) => site === key && userData.content === next.userData.content);
}

/** Before anything else is judged: what is kept of the machine of that name decides what may be left out. */
function nameIn(input: unknown): string | null {
  const name = typeof input === "object" && input !== null && "name" in input ? input.name : null;
  return typeof name === "string" && SafeName.safeParse(name).success ? name : null;
}
