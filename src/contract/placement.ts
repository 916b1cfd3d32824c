import * as z from "zod";
import { PlainText, SafeName } from "./names.ts";

export const StandbyMode = z.enum(["off", "pilot-light", "stopped", "running"]);
export type StandbyMode = z.infer<typeof StandbyMode>;
export const Labels = z.record(z.string().regex(/^[a-z][a-z0-9-]{0,30}$/), PlainText.max(63));
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
    requires: z.strictObject({ labels: Labels }).optional().meta({
      title: "Only clouds with these labels",
      description: "What administrators say of a cloud, such as disk: ssd. Holds for main and standby alike.",
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
export const Contact = z.strictObject({
  name: PlainText.nullable().meta({ title: "Name" }),
  email: z.email().nullable().meta({ title: "E-mail" }),
});
