import * as z from "zod";

/** Terraform does not store a root output that is null, so a missing one means null. */
const Fact = z.string().nullable().default(null);

/** What every site stack must output; read by the service to find the machine again. Null where the site has no machine. */
export const SiteOutputs = z
  .object({
    instance_id: Fact,
    instance_name: z.string(),
    private_address: Fact,
    public_address: Fact,
    network_id: Fact,
    root_volume_id: Fact.meta({ description: "null on CloudStack, where the provider does not tell" }),
    volume_ids: z.record(z.string(), z.string()),
  })
  .meta({ id: "SiteOutputs" });
export type SiteOutputs = z.infer<typeof SiteOutputs>;
