import * as z from "zod";
import { CloudReason } from "./cloud-reason.ts";
import { Protocol } from "./network.ts";

export const Role = z.enum(["primary", "standby"]);
export type Role = z.infer<typeof Role>;

/**
 * Name of a site inside its workspace; also the Terraform stack's and the folder's name. It begins with the kind of its
 * cloud; `-2` is the second site of a workspace on a cloud of the same kind. A site keeps its name as long as it is on
 * its cloud.
 */
export const SiteKey = z
  .enum(["openstack", "cloudstack", "openstack-2", "cloudstack-2"])
  .meta({ description: "The site inside its workspace; -2 is a second one on another cloud of the same kind" });
export type SiteKey = z.infer<typeof SiteKey>;

/** Whether the site has a machine and whether it runs. `absent` is the pilot light. */
export const MachineState = z.enum(["running", "stopped", "absent"]);
export type MachineState = z.infer<typeof MachineState>;

export const FirewallRule = z.strictObject({
  key: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .meta({ description: "Stable identity: equal rules have equal keys, so that a change touches only its own rule" }),
  protocol: Protocol,
  fromPort: z.int().nullable(),
  toPort: z.int().nullable(),
  source: z.string(),
  description: z.string(),
});
export type FirewallRule = z.infer<typeof FirewallRule>;

const siteFields = {
  formatVersion: z.literal(1),
  site: SiteKey,
  workspaceId: z.uuid(),
  workspaceName: z.string(),
  revision: z.int().min(1),
  ownerId: z.string(),
  operationId: z.uuid().meta({ description: "The submission that made this revision; on every cloud object as a tag" }),
  role: Role,
  cloudId: z.uuid(),
  cloudName: z.string(),
  sandbox: z.boolean(),
  machine: MachineState,
  instanceName: z.string().meta({ description: "Instance and guest host name" }),
  namePrefix: z.string().meta({ description: "Prefix of every other object's name, unique per workspace" }),
  tags: z.record(z.string(), z.string()),
  userData: z.strictObject({
    encoding: z.enum(["plain", "gzip-base64"]),
    content: z.string(),
    rawBytes: z.int(),
  }),
  sshPublicKey: z
    .string()
    .nullable()
    .meta({ description: "Key of the cloud's key pair object; the guest gets all keys from cloud-init" }),
  rootDiskGib: z.int(),
  publicAddress: z.boolean(),
  firewallRules: z.array(FirewallRule),
};

export const OpenstackSitePlan = z
  .strictObject({
    cloud: z.literal("openstack"),
    ...siteFields,
    region: z.string(),
    availabilityZone: z.string().nullable(),
    flavor: z.strictObject({ id: z.string(), name: z.string() }),
    image: z.strictObject({ id: z.string(), name: z.string() }),
    rootVolumeType: z.string().nullable().meta({ description: "Volume type name; null takes the cloud's default" }),
    volumes: z.array(z.strictObject({ name: z.string(), sizeGib: z.int(), volumeType: z.string().nullable() })),
    externalNetwork: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
    network: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("own"), cidr: z.string(), dnsServers: z.array(z.string()) }),
      z.strictObject({ kind: z.literal("existing"), networkId: z.string() }),
    ]),
  })
  .meta({ id: "OpenstackSitePlan" });
export type OpenstackSitePlan = z.infer<typeof OpenstackSitePlan>;

export const CloudstackSitePlan = z
  .strictObject({
    cloud: z.literal("cloudstack"),
    ...siteFields,
    zone: z.strictObject({ id: z.string(), name: z.string() }),
    projectId: z.string().nullable(),
    serviceOffering: z.strictObject({
      id: z.string(),
      name: z.string(),
      custom: z.strictObject({ vcpu: z.int(), memoryMib: z.int(), cpuSpeedMhz: z.int().nullable() }).nullable(),
    }),
    template: z.strictObject({ id: z.string(), name: z.string() }),
    volumes: z.array(
      z.strictObject({
        name: z.string(),
        sizeGib: z.int(),
        diskOffering: z.strictObject({
          id: z.string(),
          name: z.string(),
          /** The offering decides the size; CloudStack refuses one beside it (431). */
          fixedSize: z.boolean().optional(),
        }),
      }),
    ),
    network: z.discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("own"),
        cidr: z.string(),
        networkOffering: z.strictObject({ id: z.string(), name: z.string() }),
        egressDefaultAllow: z.boolean(),
      }),
      z.strictObject({ kind: z.literal("existing"), networkId: z.string() }),
    ]),
    expunge: z.boolean(),
  })
  .meta({ id: "CloudstackSitePlan" });
export type CloudstackSitePlan = z.infer<typeof CloudstackSitePlan>;

/** Everything a site stack needs, and nothing else: the waist between deciding and synthesizing (plan.json). */
export const SitePlan = z.discriminatedUnion("cloud", [OpenstackSitePlan, CloudstackSitePlan]);
export type SitePlan = z.infer<typeof SitePlan>;

/** Why a site got what it got, in words for a review page. */
export const Explanation = z.object({ site: SiteKey, subject: z.string(), text: z.string() });
export type Explanation = z.infer<typeof Explanation>;

/** Why a cloud was taken or passed over, as it was when the plan was made. */
export const CloudVerdict = z
  .object({
    cloudId: z.uuid(),
    cloudName: z.string(),
    role: Role.nullable().meta({ description: "What it was taken for; null: it was passed over" }),
    text: z.string(),
    reason: CloudReason.optional().meta({ description: "The same in parts; plans of earlier releases have none" }),
  })
  .meta({ id: "CloudVerdict" });
export type CloudVerdict = z.infer<typeof CloudVerdict>;

/** Compiled intent for all sites of one requirement revision. One or two sites; never two of one role. */
export const DeploymentPlan = z
  .object({
    formatVersion: z.literal(1),
    workspaceId: z.uuid(),
    revision: z.int(),
    sites: z.array(SitePlan).min(1).max(2),
    explanations: z.array(Explanation),
    clouds: z
      .array(CloudVerdict)
      .optional()
      .meta({ description: "Every cloud the account could use then; plans of earlier releases have none" }),
    warnings: z.array(z.string()),
  })
  .meta({ id: "DeploymentPlan" });
export type DeploymentPlan = z.infer<typeof DeploymentPlan>;
