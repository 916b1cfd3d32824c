import * as z from "zod";

export const CapacityKind = z.enum([
  "instances",
  "vcpus",
  "memory-mib",
  "volumes",
  "disk-gib",
  "public-addresses",
  "networks",
  "images",
]);
export type CapacityKind = z.infer<typeof CapacityKind>;

export const CapacityItem = z.object({
  kind: CapacityKind,
  scope: z
    .enum(["tenant", "cloud"])
    .meta({ description: "tenant: of the registered project or account; cloud: of the whole zone" }),
  used: z.number().nullable().meta({ description: "null: the cloud does not tell" }),
  limit: z.number().nullable().meta({ description: "null: there is none" }),
});
export type CapacityItem = z.infer<typeof CapacityItem>;
