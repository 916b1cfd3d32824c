import * as z from "zod";

/** A name that is legal as a host name, on both clouds and in Terraform: 1–42 of a–z, 0–9 and inner dashes. */
export const SafeName = z
  .string()
  .regex(
    /^[a-z]([a-z0-9-]{0,40}[a-z0-9])?$/,
    "use 1 to 42 lower-case letters, digits and dashes, starting with a letter",
  );

/** Printable text without `~`, which breaks CloudStack's request signature (clouds.md C12). */
export const PlainText = z
  .string()
  .max(255)
  .regex(/^[^~\p{Cc}]*$/u, "leave out control characters and the character ~");

/** Whole GiB: both clouds sell disks in whole GiB, and a twin needs the same size on both. */
const DiskGib = z.int("disks come in whole GiB").min(1).max(2000);

export const VolumeSpeed = z.enum(["standard", "fast"]);
export type VolumeSpeed = z.infer<typeof VolumeSpeed>;

export const ExtraVolume = z
  .strictObject({
    name: SafeName.meta({ title: "Name", description: "Also the label of its file system." }),
    sizeGib: DiskGib.meta({ title: "Size (GiB)" }),
    speed: VolumeSpeed.default("standard").meta({ title: "Speed" }),
    mountPath: z
      .string()
      .regex(/^\/[A-Za-z0-9._/-]+$/)
      .optional()
      .meta({ title: "Folder", description: "Where it appears in the machine; /data/<name> when not said." }),
  })
  .meta({ id: "ExtraVolume" });
export type ExtraVolume = z.infer<typeof ExtraVolume>;

export const Hardware = z
  .strictObject({
    vcpu: z
      .int()
      .min(1)
      .max(64)
      .meta({ title: "Processors", description: "How many virtual processors (vCPU) the machine needs." }),
    memoryGib: z
      .number()
      .min(0.5)
      .max(512)
      .multipleOf(0.5)
      .meta({ title: "Memory (GiB)", description: "In steps of half a GiB." }),
    rootDiskGib: DiskGib.meta({
      title: "System disk (GiB)",
      description: "Holds the operating system and everything that is not on an extra volume.",
    }),
    volumes: z.array(ExtraVolume).max(8).meta({ title: "Extra volumes" }),
  })
  .meta({ id: "Hardware" });
export type Hardware = z.infer<typeof Hardware>;

export const OsFamily = z.enum(["ubuntu", "debian", "rocky", "almalinux"]);
export type OsFamily = z.infer<typeof OsFamily>;
export const OperatingSystem = z.strictObject({
  family: OsFamily.meta({ title: "Operating system" }),
  version: z
    .string()
    .regex(/^\d{1,2}(\.\d{1,2})?$/)
    .meta({ title: "Version", examples: ["24.04", "12"] }),
});
export type OperatingSystem = z.infer<typeof OperatingSystem>;

export const RuntimeName = z.enum(["java", "dotnet", "php", "nodejs", "python", "ruby", "go", "docker"]);
export type RuntimeName = z.infer<typeof RuntimeName>;
export const Runtime = z.strictObject({
  name: RuntimeName.meta({ title: "Language or tool" }),
  version: z
    .string()
    .regex(/^(default|\d+(\.\d+){0,2})$/)
    .default("default")
    .meta({ title: "Version", description: "`default` takes what the operating system ships." }),
});
export type Runtime = z.infer<typeof Runtime>;

export const FileRequest = z.strictObject({
  path: z
    .string()
    .regex(/^\/[^\0~]{1,250}$/)
    .meta({ title: "Path" }),
  content: z.string().max(65_536).meta({ title: "Content" }),
  owner: z
    .string()
    .regex(/^[a-z_][a-z0-9_-]{0,31}(:[a-z_][a-z0-9_-]{0,31})?$/)
    .default("root:root")
    .meta({ title: "Owner", description: "user or user:group" }),
  permissions: z
    .string()
    .regex(/^0[0-7]{3}$/)
    .default("0644")
    .meta({ title: "Permissions", description: "As chmod takes them, with a leading 0." }),
  secret: z
    .boolean()
    .default(false)
    .meta({ title: "Secret", description: "Never reaches Terraform; the machine fetches it once." }),
});
export type FileRequest = z.infer<typeof FileRequest>;

/** A file after submission: a secret one has lost its content and keeps only its digest. */
export const PlacedFile = z.discriminatedUnion("secret", [
  z.strictObject({
    secret: z.literal(false),
    path: z.string(),
    content: z.string(),
    owner: z.string(),
    permissions: z.string(),
  }),
  z.strictObject({
    secret: z.literal(true),
    path: z.string(),
    sha256: z.string(),
    owner: z.string(),
    permissions: z.string(),
  }),
]);
export type PlacedFile = z.infer<typeof PlacedFile>;

const ServiceName = z.string().regex(/^[A-Za-z0-9@._-]{1,64}$/);
const softwareFields = {
  os: OperatingSystem,
  packages: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9+._-]{0,99}$/i))
    .max(200)
    .meta({ title: "Packages" }),
  runtimes: z.array(Runtime).max(16).meta({ title: "Languages and tools" }),
  services: z.array(ServiceName).max(32).meta({
    title: "Services",
    description: "systemd services to run; on a protected machine they run only while it serves.",
  }),
  firstBootCommands: z.array(z.string().min(1).max(4096)).max(64).meta({ title: "Commands at first boot" }),
  cloudInit: z
    .string()
    .max(65_536)
    .nullable()
    .meta({ title: "Own cloud-init", description: "A #cloud-config document merged into ours." }),
};
export const SoftwareRequest = z
  .strictObject({ ...softwareFields, files: z.array(FileRequest).max(64).meta({ title: "Files" }) })
  .meta({ id: "SoftwareRequest" });
export const Software = z.strictObject({ ...softwareFields, files: z.array(PlacedFile) }).meta({ id: "Software" });
export type Software = z.infer<typeof Software>;

export const Protocol = z.enum(["tcp", "udp", "icmp"]);
export const Cidr4 = z
  .string()
  .regex(
    /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.|(?=\/))){4}\/(3[0-2]|[12]?\d)$/,
    "write an IPv4 range such as 0.0.0.0/0 or 192.0.2.0/24",
  );
export const OpenPortRequest = z.strictObject({
  port: z
    .union([
      z.int().min(1).max(65535),
      z.string().regex(/^\d{1,5}(-\d{1,5})?$/, "write a port such as 80 or a range such as 8000-8010"),
    ])
    .optional()
    .meta({ title: "Port or range", examples: [443, "8000-8010"] }),
  protocol: Protocol.default("tcp").meta({ title: "Protocol" }),
  source: Cidr4.default("0.0.0.0/0").meta({ title: "Allowed from", description: "0.0.0.0/0 is everybody." }),
  description: PlainText.max(100).optional(),
});
/** One allowed way in. `fromPort`/`toPort` are null for icmp. */
export const OpenPort = z.strictObject({
  fromPort: z.int().nullable(),
  toPort: z.int().nullable(),
  protocol: Protocol,
  source: z.string(),
  description: z.string(),
});
export type OpenPort = z.infer<typeof OpenPort>;

export const PrivateNetwork = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("own"), cidr: Cidr4.default("10.42.0.0/24").meta({ title: "Address range" }) }),
  z.strictObject({
    kind: z.literal("existing"),
    networks: z.record(z.string(), z.string()).meta({ description: "Cloud name → id of the network to join there." }),
  }),
]);
export type PrivateNetwork = z.infer<typeof PrivateNetwork>;
const networkFields = {
  publicAddress: z.boolean().meta({ title: "Reachable from outside" }),
  privateNetwork: PrivateNetwork.meta({ title: "Private network" }),
};
export const NetworkRequest = z
  .strictObject({ ...networkFields, openPorts: z.array(OpenPortRequest).max(64).meta({ title: "Open ports" }) })
  .meta({ id: "NetworkRequest" });
export const Network = z.strictObject({ ...networkFields, openPorts: z.array(OpenPort) }).meta({ id: "Network" });
export type Network = z.infer<typeof Network>;

export const SshPublicKey = z
  .string()
  .max(8192)
  .regex(
    /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com) [A-Za-z0-9+/]+={0,3}( [^\r\n~]*)?$/,
    "paste one whole OpenSSH public key, such as ssh-ed25519 AAAA…",
  );
const accessFields = {
  loginName: z
    .string()
    .regex(/^[a-z_][a-z0-9_-]{0,31}$/)
    .meta({ title: "Login name" }),
  sshKeys: z.array(SshPublicKey).max(32).meta({ title: "SSH public keys" }),
  allowRoot: z.boolean().meta({ title: "Root login allowed" }),
};
export const AccessRequest = z
  .strictObject({
    ...accessFields,
    generateKeyPair: z
      .boolean()
      .meta({ title: "Make a key pair for me", description: "The private key is shown once." }),
    password: z
      .string()
      .min(12)
      .max(256)
      .nullable()
      .meta({ title: "Password", description: "Hashed at once; only the hash is kept." }),
  })
  .meta({ id: "AccessRequest" });
export const Access = z.strictObject({ ...accessFields, passwordHash: z.string().nullable() }).meta({ id: "Access" });
export type Access = z.infer<typeof Access>;

export const StandbyMode = z.enum(["off", "pilot-light", "stopped", "running"]);
export type StandbyMode = z.infer<typeof StandbyMode>;
const CloudChoice = z.union([z.literal("automatic"), SafeName]);
export const Placement = z
  .strictObject({
    main: CloudChoice.meta({ title: "Main cloud", description: "`automatic` or the name of a registered cloud." }),
    standby: z.strictObject({
      cloud: CloudChoice.meta({ title: "Standby cloud" }),
      mode: StandbyMode.meta({
        title: "Standby",
        description: "off: none; pilot-light: network, address and image ready, no machine; stopped; running.",
      }),
    }),
  })
  .meta({ id: "Placement" });
export type Placement = z.infer<typeof Placement>;

/** ISO 8601 duration of hours and minutes, such as PT30M or PT4H. */
export const IsoDuration = z.string().regex(/^PT(?=\d)(\d+H)?(\d+M)?$/, "write a duration such as PT30M or PT4H");
export const Probe = z.strictObject({
  kind: z.enum(["http", "tcp"]),
  port: z.int().min(1).max(65535),
  path: z
    .string()
    .regex(/^\/[^\s~]*$/)
    .default("/")
    .meta({ title: "Path" }),
  responseTimeMs: z.int().min(50).max(60_000).default(2000).meta({ title: "Slowest good answer (ms)" }),
});
export const Protection = z
  .strictObject({
    enabled: z.boolean().meta({ title: "Protected" }),
    recoveryPointObjective: IsoDuration.meta({ title: "How much work may be lost at most" }),
    probe: Probe.nullable(),
  })
  .meta({ id: "Protection" });
export type Protection = z.infer<typeof Protection>;

export const Term = z.strictObject({
  leaseEnd: z.iso
    .date()
    .nullable()
    .meta({ title: "Needed until", description: "Last day, ends at local midnight; null is no end." }),
});
export const Labels = z.record(z.string().regex(/^[a-z][a-z0-9-]{0,30}$/), PlainText.max(63));
export const Contact = z.strictObject({
  name: PlainText.nullable().meta({ title: "Name" }),
  email: z.email().nullable().meta({ title: "E-mail" }),
});

const commonFields = { placement: Placement, protection: Protection, term: Term, labels: Labels, contact: Contact };

/** What a person sends: a name, perhaps a profile, and any values that differ from it. */
export const RequirementRequest = z
  .strictObject({
    name: SafeName.meta({ title: "Name", description: "Names the machine and everything made for it." }),
    profile: z
      .string()
      .optional()
      .meta({ title: "Profile", description: "A named set of defaults, see GET /api/v1/profiles." }),
    hardware: Hardware.partial().optional(),
    software: SoftwareRequest.partial().optional(),
    network: NetworkRequest.partial().optional(),
    access: AccessRequest.partial().optional(),
    placement: Placement.extend({ standby: Placement.shape.standby.partial() }).partial().optional(),
    protection: Protection.partial().optional(),
    term: Term.partial().optional(),
    labels: Labels.optional(),
    contact: Contact.partial().optional(),
  })
  .meta({ id: "RequirementRequest" });
export type RequirementRequest = z.infer<typeof RequirementRequest>;

/** A requirement with every value decided; holds no secret (a password is a hash, secret files are digests). */
export const Requirement = z
  .strictObject({
    name: SafeName,
    profile: z.string(),
    hardware: Hardware,
    software: Software,
    network: Network,
    access: Access,
    ...commonFields,
  })
  .meta({ id: "Requirement" });
export type Requirement = z.infer<typeof Requirement>;

/** The defaults of a named profile: everything of a request but the name. */
export const Profile = z
  .strictObject({
    id: SafeName,
    title: z.string(),
    summary: z.string(),
    hardware: Hardware,
    software: SoftwareRequest,
    network: NetworkRequest,
    access: AccessRequest,
    ...commonFields,
  })
  .meta({ id: "Profile" });
export type Profile = z.infer<typeof Profile>;
