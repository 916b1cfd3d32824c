import { logIn, type OpenstackSession } from "./openstack-session.ts";

interface Named {
  readonly id: string;
  readonly name: string;
  readonly network_id?: string;
  readonly device_owner?: string;
  readonly port_id?: string | null;
}

/**
 * What the service tells a person to do after an apply that was ended in the middle: remove by hand what carries the
 * machine's name and is not in use by the machine itself. Called when nothing of the machine is to stay.
 */
export async function clearStrays(namePrefix: string): Promise<number> {
  const demo = await logIn("demo");
  const ours = ({ name }: Named) => name.startsWith(namePrefix);
  const list = (path: string) => listed(demo, path);
  let removed = 0;
  const remove = async (service: string, path: string) => {
    await demo.request(service, "DELETE", path);
    removed += 1;
  };
  for (const { id } of (await list("/v2.0/floatingips")).filter((each) => !each.port_id)) {
    await remove("network", `/v2.0/floatingips/${id}`);
  }
  const networks = (await list("/v2.0/networks")).filter(ours);
  const routers = (await list("/v2.0/routers")).filter(ours);
  for (const port of (await list("/v2.0/ports")).filter(({ network_id: id }) =>
    networks.some((net) => net.id === id),
  )) {
    if (port.device_owner !== "network:router_interface") await remove("network", `/v2.0/ports/${port.id}`);
  }
  for (const { id } of routers) await removeRouter(demo, id, remove);
  for (const { id } of networks) await remove("network", `/v2.0/networks/${id}`);
  for (const { id } of (await list("/v2.0/security-groups")).filter(ours)) {
    await remove("network", `/v2.0/security-groups/${id}`);
  }
  const { volumes } = await demo.request<{ volumes: Named[] }>("volumev3", "GET", "/volumes");
  for (const { id } of volumes.filter(ours)) await remove("volumev3", `/volumes/${id}`);
  const { keypairs } = await demo.request<{ keypairs: { keypair: Named }[] }>("compute", "GET", "/os-keypairs");
  for (const { name } of keypairs.map(({ keypair }) => keypair).filter(ours)) {
    await remove("compute", `/os-keypairs/${name}`);
  }
  return removed;
}

async function listed(demo: OpenstackSession, path: string): Promise<readonly Named[]> {
  const answer = await demo.request<Record<string, readonly Named[]>>(
    "network",
    "GET",
    `${path}?project_id=${demo.projectId}`,
  );
  return Object.values(answer)[0] ?? [];
}

async function removeRouter(
  demo: OpenstackSession,
  id: string,
  remove: (service: string, path: string) => Promise<void>,
): Promise<void> {
  const { ports } = await demo.request<{ ports: Named[] }>("network", "GET", `/v2.0/ports?device_id=${id}`);
  for (const port of ports.filter(({ device_owner: owner }) => owner === "network:router_interface")) {
    await demo.request("network", "PUT", `/v2.0/routers/${id}/remove_router_interface`, { port_id: port.id });
  }
  await remove("network", `/v2.0/routers/${id}`);
}
