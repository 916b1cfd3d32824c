import * as z from "zod";
import { ChangePreview } from "./change-preview.ts";
import { CloudKind } from "./cloud.ts";
import { CloudVerdict, DeploymentPlan, MachineState, Role, SiteKey } from "./plan.ts";
import { Issue } from "./problem.ts";
import { Requirement } from "./requirement.ts";
import { RunStatus } from "./run.ts";

/** Where a site of a workspace stands, without asking the cloud. */
export const SiteSummary = z.object({
  site: SiteKey,
  role: Role,
  cloudId: z.uuid(),
  cloudName: z.string(),
  sandbox: z.boolean(),
  machine: MachineState,
  hasState: z.boolean().meta({ description: "Terraform knows objects on this site" }),
  appliedRevision: z.int().nullable(),
  lastRun: z.object({ id: z.uuid(), status: RunStatus }).nullable(),
});
export type SiteSummary = z.infer<typeof SiteSummary>;

export const Workspace = z
  .object({
    id: z.uuid(),
    name: z.string(),
    ownerId: z.string(),
    revision: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    sites: z.array(SiteSummary),
  })
  .meta({ id: "Workspace" });
export type Workspace = z.infer<typeof Workspace>;

export const Revision = z
  .object({
    workspaceId: z.uuid(),
    number: z.int().min(1),
    operationId: z.uuid(),
    requirement: Requirement,
    deploymentPlan: DeploymentPlan,
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({ id: "Revision" });
export type Revision = z.infer<typeof Revision>;

/** Answer to a submission. `privateKey` appears once, here, and is stored nowhere. */
export const SubmissionReceipt = z
  .object({
    outcome: z.enum(["created", "changed", "unchanged"]),
    workspace: Workspace,
    revision: z.int(),
    privateKey: z.string().nullable(),
    warnings: z.array(z.string()),
    clouds: z.array(CloudVerdict).optional().meta({ description: "Why each cloud was taken or passed over" }),
  })
  .meta({ id: "SubmissionReceipt" });
export type SubmissionReceipt = z.infer<typeof SubmissionReceipt>;

/** What a requirement would become, without storing anything. */
export const CheckReport = z
  .object({
    valid: z.boolean(),
    issues: z.array(Issue),
    requirement: Requirement.nullable(),
    deploymentPlan: DeploymentPlan.nullable(),
    unchanged: z.boolean().meta({ description: "Equal to the stored latest revision of that name" }),
    preview: ChangePreview.optional().meta({
      description: "What it would mean for the machine of that name, as far as the two requirements tell",
    }),
  })
  .meta({ id: "CheckReport" });
export type CheckReport = z.infer<typeof CheckReport>;

/** Live facts of one machine. `stale` says that the cloud did not answer and the last known facts are shown. */
export const Instance = z
  .object({
    workspaceId: z.uuid(),
    workspaceName: z.string(),
    site: SiteKey,
    role: Role,
    cloudId: z.uuid(),
    cloudName: z.string(),
    cloudKind: CloudKind,
    sandbox: z.boolean(),
    instanceId: z
      .string()
      .nullable()
      .meta({ description: "The cloud's UUID; null before the first apply and on a pilot light" }),
    name: z.string(),
    vcpu: z.int().nullable(),
    memoryMib: z.int().nullable(),
    offering: z.string().nullable(),
    diskGib: z.int().nullable().meta({ description: "Sum of root disk and volumes" }),
    privateAddresses: z.array(z.string()),
    publicAddress: z.string().nullable(),
    powerState: z.enum(["running", "stopped", "starting", "stopping", "paused", "error", "absent", "unknown"]),
    cloudStatus: z.string().nullable().meta({ description: "The cloud's own word" }),
    stale: z.boolean(),
    staleReason: z.string().nullable(),
    observedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Instance" });
export type Instance = z.infer<typeof Instance>;

/** The generated Terraform of a site, runnable with plain `terraform`. Paths are relative, contents are text. */
export const TerraformExport = z
  .object({ workspaceName: z.string(), revision: z.int(), files: z.record(z.string(), z.string()) })
  .meta({ id: "TerraformExport" });
export type TerraformExport = z.infer<typeof TerraformExport>;
