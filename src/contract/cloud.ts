import * as z from "zod";
import { VolumeSpeed } from "./hardware.ts";
import { PlainText, SafeName } from "./names.ts";
import { Labels } from "./placement.ts";
import { OperatingSystem } from "./software.ts";

export const CloudKind = z.enum(["openstack", "cloudstack"]);
export type CloudKind = z.infer<typeof CloudKind>;

const Url = z.url({ protocol: /^https?$/ }).max(2048);
const Secret = z.string().min(1).max(4096);
const OsKey = z.string().regex(/^[a-z]+-\d{1,2}(\.\d{1,2})?$/);

/** An administrator's corrections to what the catalog names by itself; ids of this cloud. */
export const CatalogMapping = z
  .strictObject({
    images: z.record(OsKey, z.string()).default({}).meta({ description: "ubuntu-24.04 → image or template id" }),
    volumeTypes: z
      .partialRecord(VolumeSpeed, z.string())
      .default({})
      .meta({ description: "speed → volume type or disk offering id" }),
    externalNetworkId: z.string().optional().meta({ description: "OpenStack: where public addresses come from" }),
    networkOfferingId: z.string().optional().meta({ description: "CloudStack: offering of isolated networks" }),
    dnsServers: z
      .array(z.ipv4())
      .max(4)
      .optional()
      .meta({ description: "OpenStack: name servers of own networks; the cloud's default when left out" }),
  })
  .meta({ id: "CatalogMapping" });
export type CatalogMapping = z.infer<typeof CatalogMapping>;

const CloudLabels = Labels.meta({
  description: "What a requirement may ask for under placement.requires.labels, such as disk: ssd",
});
const FailureDomain = PlainText.min(1).max(63).nullable().meta({
  description:
    "What fails together, such as a rack or a building: main and standby are put into different ones where they can. null: its address",
});

const registrationFields = {
  name: SafeName,
  description: PlainText.default(""),
  mapping: CatalogMapping.prefault({}),
  caCertificate: z
    .string()
    .max(65_536)
    .optional()
    .meta({ description: "PEM bundle when the cloud's certificate is signed privately" }),
  sandbox: z.boolean().default(false),
  labels: CloudLabels.default({}),
  failureDomain: FailureDomain.default(null),
};

const Named = z.string().min(1).max(255);
const user = {
  username: Named.optional(),
  userId: Named.optional().meta({ description: "Instead of username and its domain" }),
  userDomainName: z.string().default("Default"),
  userDomainId: Named.optional().meta({ description: "Instead of userDomainName" }),
};

/** Names and ids may be mixed; an id goes before the name. */
export const OpenstackCredentials = z.discriminatedUnion("type", [
  z
    .strictObject({
      type: z.literal("password"),
      ...user,
      password: Secret,
      projectName: Named.optional(),
      projectId: Named.optional().meta({ description: "Instead of projectName and its domain" }),
      projectDomainName: z.string().default("Default"),
      projectDomainId: Named.optional().meta({ description: "Instead of projectDomainName" }),
    })
    .superRefine(({ username, userId, projectName, projectId }, context) => {
      if ((username ?? userId) === undefined) {
        context.addIssue({ code: "custom", path: ["username"], message: "give the user's name or userId" });
      }
      if ((projectName ?? projectId) === undefined) {
        context.addIssue({ code: "custom", path: ["projectName"], message: "give the project's name or projectId" });
      }
    }),
  z
    .strictObject({
      type: z.literal("application-credential"),
      id: Named.optional().meta({ description: "Left out: found by its name and its user" }),
      name: Named.optional().meta({ description: "Instead of id; needs the user as well" }),
      ...user,
      userDomainName: Named.optional().meta({ description: "Default when left out" }),
      secret: Secret,
    })
    .superRefine(({ id, name, username, userId }, context) => {
      if (id !== undefined || (name !== undefined && (username ?? userId) !== undefined)) return;
      context.addIssue({ code: "custom", path: ["id"], message: "give the credential's id, or its name and its user" });
    }),
]);
export type OpenstackCredentials = z.infer<typeof OpenstackCredentials>;

export const CloudstackCredentials = z.strictObject({ apiKey: z.string().min(1), secretKey: Secret });
export type CloudstackCredentials = z.infer<typeof CloudstackCredentials>;

const OpenstackRegistration = z.strictObject({
  kind: z.literal("openstack"),
  ...registrationFields,
  authUrl: Url,
  region: z.string().default("RegionOne"),
  credentials: OpenstackCredentials,
});
const CloudstackRegistration = z.strictObject({
  kind: z.literal("cloudstack"),
  ...registrationFields,
  apiUrl: Url,
  zone: z.string(),
  projectId: z.string().optional(),
  credentials: CloudstackCredentials,
});

/** How a cloud is reached. Credentials are written once and never read back. */
export const CloudRegistration = z
  .discriminatedUnion("kind", [OpenstackRegistration, CloudstackRegistration])
  .meta({ id: "CloudRegistration" });
export type CloudRegistration = z.infer<typeof CloudRegistration>;

const shared = z.boolean().optional().meta({
  description: "true: for everybody on this site, which only its administrators may say. Left out: yours alone",
});
/** What an operator sends to register a cloud: how it is reached, and for whom it is. */
export const CloudRegistrationRequest = z
  .discriminatedUnion("kind", [OpenstackRegistration.extend({ shared }), CloudstackRegistration.extend({ shared })])
  .meta({ id: "CloudRegistrationRequest" });
export type OpenstackRegistration = Extract<CloudRegistration, { kind: "openstack" }>;
export type CloudstackRegistration = Extract<CloudRegistration, { kind: "cloudstack" }>;

/** Any part of a registration but its kind; what is left out stays. Credentials must fit the cloud's kind. */
export const CloudChangeRequest = z
  .strictObject({
    name: SafeName.optional(),
    description: PlainText.optional(),
    mapping: CatalogMapping.optional(),
    labels: CloudLabels.optional().meta({ description: "In place of all that it has" }),
    failureDomain: FailureDomain.optional(),
    caCertificate: z.string().max(65_536).nullable().optional().meta({ description: "null forgets it" }),
    authUrl: Url.optional(),
    region: z.string().optional(),
    apiUrl: Url.optional(),
    zone: z.string().optional(),
    credentials: z.union([OpenstackCredentials, CloudstackCredentials]).optional(),
  })
  .meta({ id: "CloudChangeRequest" });
export type CloudChangeRequest = z.infer<typeof CloudChangeRequest>;

/** What a cloud no longer offers, although it is mapped or machines are planned with it. */
export const MissingThing = z.object({
  thing: z.enum(["image", "offering", "volume-type", "external-network", "network-offering"]),
  id: z.string(),
  name: z.string(),
  mapped: z.boolean().meta({ description: "An administrator's correction names it" }),
  machines: z.int().meta({ description: "How many machines are planned with it" }),
});
export type MissingThing = z.infer<typeof MissingThing>;

/** A registered cloud as callers see it: everything but the credentials. */
export const Cloud = z
  .object({
    id: z.uuid(),
    kind: CloudKind,
    name: SafeName,
    ownerId: z
      .string()
      .nullable()
      .default(null)
      .meta({ description: "Account that registered it for itself; null: shared by the whole site" }),
    description: z.string(),
    endpoint: z.string().meta({ description: "OpenStack: identity URL; CloudStack: API URL" }),
    location: z.string().meta({ description: "OpenStack: region; CloudStack: zone name" }),
    sandbox: z.boolean(),
    mapping: CatalogMapping,
    labels: CloudLabels.default({}),
    failureDomain: FailureDomain.default(null),
    status: z.enum(["unknown", "ready", "unreachable", "credentials-refused"]),
    statusDetail: z.string(),
    statusSince: z.iso.datetime().nullable().default(null).meta({ description: "Since when the status is as it is" }),
    missing: z.array(MissingThing).optional().meta({ description: "As of the last reading of the catalog" }),
    catalogAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Cloud" });
export type Cloud = z.infer<typeof Cloud>;

/** A size one can buy. A custom one has ranges and takes the exact need. */
export const Offering = z.object({
  id: z.string(),
  name: z.string(),
  vcpu: z.int(),
  memoryMib: z.int(),
  rootDiskGib: z
    .int()
    .nullable()
    .meta({ description: "OpenStack: flavor disk (0 = none); null where the offering has none" }),
  custom: z
    .object({
      minVcpu: z.int(),
      maxVcpu: z.int(),
      minMemoryMib: z.int(),
      maxMemoryMib: z.int(),
      cpuSpeedMhz: z.int().nullable().meta({
        description: "Speed that a deploy must send; null where the offering fixes it and sending is refused",
      }),
    })
    .nullable(),
});
export type Offering = z.infer<typeof Offering>;

export const CatalogImage = z.object({
  id: z.string(),
  name: z.string(),
  os: OperatingSystem.nullable().meta({
    description: "Recognized operating system; null when the name and properties do not tell",
  }),
  minDiskGib: z.int().meta({ description: "Smallest root disk it boots from, whole GiB" }),
  minMemoryMib: z.int(),
  createdAt: z.string().nullable(),
});
export type CatalogImage = z.infer<typeof CatalogImage>;

export const VolumeType = z.object({
  id: z.string(),
  name: z.string(),
  speed: VolumeSpeed.nullable(),
  customSize: z.boolean().meta({ description: "false: a CloudStack disk offering of one fixed size" }),
  sizeGib: z.int().nullable(),
});
export type VolumeType = z.infer<typeof VolumeType>;

export const NamedId = z.object({ id: z.string(), name: z.string() });
export type NamedId = z.infer<typeof NamedId>;
export const NetworkOffering = NamedId.extend({
  sourceNat: z.boolean(),
  staticNat: z.boolean(),
  firewall: z.boolean(),
  egressDefaultAllow: z.boolean(),
  forVpc: z.boolean(),
  isDefault: z.boolean(),
});
export type NetworkOffering = z.infer<typeof NetworkOffering>;

const catalogFields = {
  cloudId: z.uuid(),
  fetchedAt: z.iso.datetime(),
  version: z.string().nullable(),
  offerings: z.array(Offering),
  images: z.array(CatalogImage),
  volumeTypes: z.array(VolumeType),
};
/** What a cloud offers this tenant now. */
export const Catalog = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("openstack"),
      ...catalogFields,
      externalNetworks: z.array(NamedId),
      availabilityZones: z.array(z.string()),
      defaultVolumeType: z.string().nullable(),
    }),
    z.object({
      kind: z.literal("cloudstack"),
      ...catalogFields,
      zone: NamedId,
      networkOfferings: z.array(NetworkOffering),
      mayExpunge: z.boolean(),
      maxRootDiskGib: z.int().nullable(),
    }),
  ])
  .meta({ id: "Catalog" });
export type Catalog = z.infer<typeof Catalog>;
export type OpenstackCatalog = Extract<Catalog, { kind: "openstack" }>;
export type CloudstackCatalog = Extract<Catalog, { kind: "cloudstack" }>;

/** One step of a connection test; a failed one says what to do. */
export const ConnectionStep = z.object({
  step: z.string(),
  ok: z.boolean(),
  detail: z.string(),
  remedy: z.string().nullable(),
});
export type ConnectionStep = z.infer<typeof ConnectionStep>;
