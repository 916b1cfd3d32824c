import * as z from "zod";

/** What every site stack must output; read by the service to find the machine again. Null where the site has no machine. */
export const SiteOutputs = z
  .object({
    instance_id: z.string().nullable(),
    instance_name: z.string(),
    private_address: z.string().nullable(),
    public_address: z.string().nullable(),
    network_id: z.string().nullable(),
    root_volume_id: z.string().nullable().meta({ description: "null on CloudStack, where the provider does not tell" }),
    volume_ids: z.record(z.string(), z.string()),
  })
  .meta({ id: "SiteOutputs" });
export type SiteOutputs = z.infer<typeof SiteOutputs>;
