import * as z from "zod";

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
  content: z.string().max(65_536).optional().meta({
    title: "Content",
    description: "May be left out where a change keeps a secret file as it is.",
  }),
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
