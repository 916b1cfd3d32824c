import * as z from "zod";
import { PlainText } from "./names.ts";

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
