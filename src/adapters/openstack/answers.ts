import * as z from "zod";

/** Narrow schemas of foreign answers: only what is used, `nullish` where releases or extensions differ. */

export const CatalogEntry = z.object({
  type: z.string(),
  endpoints: z.array(
    z.object({
      interface: z.string(),
      url: z.string(),
      region: z.string().nullish(),
      region_id: z.string().nullish(),
    }),
  ),
});
export type CatalogEntry = z.infer<typeof CatalogEntry>;

export const TokenAnswer = z.object({
  token: z.object({
    expires_at: z.string(),
    project: z.object({ id: z.string(), name: z.string() }).nullish(),
    user: z.object({ id: z.string(), name: z.string() }).nullish(),
    roles: z.array(z.object({ name: z.string() })).nullish(),
    catalog: z.array(CatalogEntry).nullish(),
  }),
});
export type TokenAnswer = z.infer<typeof TokenAnswer>;

const Version = z.object({ id: z.string(), status: z.string().nullish(), version: z.string().nullish() });
/** `/v3` answers one version; the root answers a list. */
export const VersionAnswer = z.union([
  z.object({ version: Version }).transform((answer) => [answer.version]),
  z.object({ versions: z.object({ values: z.array(Version) }) }).transform((answer) => answer.versions.values),
]);
export const ComputeVersionAnswer = z.object({ version: z.object({ version: z.string().nullish() }) });

export const Flavor = z.object({
  id: z.string(),
  name: z.string(),
  vcpus: z.int(),
  ram: z.int(),
  disk: z.int(),
  "OS-FLV-DISABLED:disabled": z.boolean().nullish(),
});
export type Flavor = z.infer<typeof Flavor>;

/** Glance puts custom properties beside its own fields, so the rest is kept. */
export const Image = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  status: z.string(),
  disk_format: z.string().nullish(),
  min_disk: z.int().nullish(),
  min_ram: z.int().nullish(),
  size: z.number().nullish(),
  virtual_size: z.number().nullish(),
  created_at: z.string().nullish(),
});
export type Image = z.infer<typeof Image>;

export const CinderType = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  extra_specs: z.record(z.string(), z.string()).nullish(),
});
export type CinderType = z.infer<typeof CinderType>;
export const DefaultTypeAnswer = z.object({ volume_type: z.object({ name: z.string() }) });

export const Network = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string().nullish(),
  "router:external": z.boolean().nullish(),
});

export const ZonesAnswer = z.object({
  availabilityZoneInfo: z.array(
    z.object({ zoneName: z.string(), zoneState: z.object({ available: z.boolean() }).nullish() }),
  ),
});

const Address = z.object({ addr: z.string(), "OS-EXT-IPS:type": z.string().nullish() });
/** Until microversion 2.46 a server names its flavor by id, later it carries the flavor's numbers. */
export const Server = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  flavor: z.object({
    id: z.string().nullish(),
    original_name: z.string().nullish(),
    vcpus: z.int().nullish(),
    ram: z.int().nullish(),
    disk: z.int().nullish(),
  }),
  image: z.union([z.literal(""), z.object({ id: z.string() })]).nullish(),
  addresses: z.record(z.string(), z.array(Address)).nullish(),
  "OS-EXT-STS:task_state": z.string().nullish(),
  "os-extended-volumes:volumes_attached": z.array(z.object({ id: z.string() })).nullish(),
});
export type Server = z.infer<typeof Server>;

export const Volume = z.object({ id: z.string(), size: z.int() });
export type Volume = z.infer<typeof Volume>;

export const FloatingIp = z.object({
  floating_ip_address: z.string(),
  fixed_ip_address: z.string().nullish(),
  port_details: z.object({ device_id: z.string().nullish() }).nullish(),
});
export type FloatingIp = z.infer<typeof FloatingIp>;
