import type { Probe } from "./probe.ts";
import { probeServer } from "./server.ts";
import type { ServerParts } from "./wait-server.ts";

const MISSING = "00000000-0000-4000-8000-000000000000";
const PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO5shOvgddMwRZaPYIKpaRajzoAYWOd+RSRACdHZJo9Y shape@probe";

/** Flavors, keys, groups, limits; then a server through its life. */
export async function probeCompute(
  probe: Probe,
  parts: Omit<ServerParts, "flavorId" | "biggerFlavorId">,
): Promise<void> {
  const call = (method: string, path: string, name: string, body?: unknown, microversion?: string) =>
    probe.call("compute", method, path, {
      name,
      ...(body === undefined ? {} : { body }),
      ...(microversion === undefined ? {} : { microversion }),
    });
  await call("GET", "/", "compute.version");
  const flavors = await call("GET", "/flavors/detail", "flavor.list-detail");
  const known = flavors.json["flavors"] as { id: string; name: string }[];
  const flavorId = known.find((flavor) => flavor.name === "m1.small")?.id ?? "";
  const biggerFlavorId = known.find((flavor) => flavor.name === "m1.medium")?.id ?? "";
  await call("GET", "/flavors", "flavor.list");
  await call("GET", `/flavors/${flavorId}`, "flavor.get");
  await call("GET", `/flavors/${flavorId}`, "flavor.get-2.55", undefined, "2.55");
  await call("GET", `/flavors/${flavorId}`, "flavor.get-2.61", undefined, "2.61");
  await call("GET", `/flavors/${flavorId}/os-extra_specs`, "flavor.extra-specs");
  await call("GET", "/flavors/nope", "flavor.missing");
  await call("GET", "/limits", "compute.limits");
  await call("GET", "/os-availability-zone", "compute.availability-zones");
  await call("GET", `/os-quota-sets/${probe.projectId}`, "compute.quota");
  await call("GET", `/os-quota-sets/${probe.projectId}/detail`, "compute.quota-detail");
  await probe.call("compute", "GET", "/flavors", { name: "compute.bad-token", token: "bogus" });
  await call("GET", "/flavors", "compute.bad-microversion", undefined, "2.9999");

  await call("POST", "/os-keypairs", "keypair.create", { keypair: { name: "shape-key", public_key: PUBLIC_KEY } });
  await call("POST", "/os-keypairs", "keypair.duplicate", { keypair: { name: "shape-key", public_key: PUBLIC_KEY } });
  await call("POST", "/os-keypairs", "keypair.malformed", { keypair: { name: "shape-bad", public_key: "rubbish" } });
  await call("GET", "/os-keypairs", "keypair.list");
  await call("GET", "/os-keypairs/shape-key", "keypair.get");
  await call("GET", "/os-keypairs/nope", "keypair.missing");
  const group = await call(
    "POST",
    "/os-server-groups",
    "server-group.create",
    {
      server_group: { name: "shape-group", policies: ["soft-anti-affinity"] },
    },
    "2.15",
  );
  const groupId = (group.json["server_group"] as { id: string }).id;
  await call("GET", `/os-server-groups/${groupId}`, "server-group.get-2.64", undefined, "2.64");
  await call("GET", "/os-server-groups", "server-group.list");
  await call("GET", `/os-server-groups/${MISSING}`, "server-group.missing");
  await probeServer(probe, { ...parts, flavorId, biggerFlavorId });
  await call("DELETE", `/os-server-groups/${groupId}`, "server-group.delete");
  await call("DELETE", "/os-keypairs/shape-key", "keypair.delete");
}
