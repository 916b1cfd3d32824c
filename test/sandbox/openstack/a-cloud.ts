import type { OpenstackSandboxOptions } from "../../../sandbox/openstack/build-openstack-sandbox.ts";
import { startOpenstackSandbox } from "../../../sandbox/openstack/start-openstack-sandbox.ts";
import { openProbe, type Probe, until } from "../../../tools/openstack-shapes/probe.ts";
import { idOf } from "../../../tools/openstack-shapes/read.ts";

export const ADMIN_TOKEN = "only-for-tests";

export interface TestCloud {
  readonly url: string;
  readonly authUrl: string;
  readonly demo: Probe;
  /** Logs in as one of the seeded users, whose password and project bear the same name. */
  login(name: "demo" | "guest" | "admin"): Promise<Probe>;
  close(): Promise<void>;
}

/** A fresh cloud in memory whose steps settle at once, unless the options say otherwise. */
export async function startCloud(options: Partial<OpenstackSandboxOptions> = {}): Promise<TestCloud> {
  const sandbox = await startOpenstackSandbox({ port: 0, latency: "instant", adminToken: ADMIN_TOKEN, ...options });
  const login = (name: string) =>
    openProbe({ authUrl: sandbox.authUrl, username: name, password: name, projectName: name });
  return { url: sandbox.url, authUrl: sandbox.authUrl, demo: await login("demo"), login, close: sandbox.close };
}

/** A clock that stands still until it is moved. */
export function steppedClock(start = "2026-11-21T12:00:00Z"): { now(): Date; advance(ms: number): void } {
  let time = Date.parse(start);
  return {
    now: () => new Date(time),
    advance: (ms) => {
      time += ms;
    },
  };
}

export async function imageId(probe: Probe, name: string): Promise<string> {
  const answer = await probe.call("image", "GET", `/images?name=${encodeURIComponent(name)}`);
  return String((answer.json["images"] as { id: string }[])[0]?.id);
}

export async function externalNetworkId(probe: Probe): Promise<string> {
  const answer = await probe.call("network", "GET", "/networks?router:external=true");
  return String((answer.json["networks"] as { id: string }[])[0]?.id);
}

export interface InnerNetwork {
  readonly networkId: string;
  readonly subnetId: string;
}

/** A network with one subnet. */
export async function aNetwork(probe: Probe, cidr = "10.5.0.0/24"): Promise<InnerNetwork> {
  const network = await probe.call("network", "POST", "/networks", { body: { network: { name: "inner" } } });
  const networkId = idOf(network, "network");
  const body = { subnet: { network_id: networkId, ip_version: 4, cidr } };
  return { networkId, subnetId: idOf(await probe.call("network", "POST", "/subnets", { body }), "subnet") };
}

/** A router between an inner network and the outside. */
export async function aRouter(probe: Probe, { subnetId }: InnerNetwork): Promise<string> {
  const network_id = await externalNetworkId(probe);
  const body = { router: { name: "way-out", external_gateway_info: { network_id } } };
  const routerId = idOf(await probe.call("network", "POST", "/routers", { body }), "router");
  await probe.call("network", "PUT", `/routers/${routerId}/add_router_interface`, { body: { subnet_id: subnetId } });
  return routerId;
}

export async function aPort(probe: Probe, { networkId }: InnerNetwork): Promise<string> {
  return idOf(await probe.call("network", "POST", "/ports", { body: { port: { network_id: networkId } } }), "port");
}

/** An available volume. */
export async function aVolume(probe: Probe, wanted: Readonly<Record<string, unknown>>): Promise<string> {
  const id = idOf(await probe.call("volume", "POST", "/volumes", { body: { volume: wanted } }), "volume");
  await until(
    () => probe.call("volume", "GET", `/volumes/${id}`),
    (answer) => (answer.json["volume"] as { status: string }).status === "available",
  );
  return id;
}

/** A running server, image-booted on flavor m1.small unless the wish says otherwise. */
export async function aServer(probe: Probe, wanted: Readonly<Record<string, unknown>>): Promise<string> {
  const boot = "block_device_mapping_v2" in wanted ? {} : { imageRef: await imageId(probe, "Debian 12") };
  const body = { server: { name: "machine", flavorRef: "2", networks: "none", ...boot, ...wanted } };
  const id = idOf(await probe.call("compute", "POST", "/servers", { body, microversion: "2.52" }), "server");
  await serverStatus(probe, id);
  return id;
}

export async function serverStatus(probe: Probe, id: string): Promise<string> {
  const { json } = await probe.call("compute", "GET", `/servers/${id}`);
  return String((json["server"] as { status: string }).status);
}

/** Sends one action to a server. */
export function act(probe: Probe, id: string, body: unknown, microversion = "2.1") {
  return probe.call("compute", "POST", `/servers/${id}/action`, { body, microversion });
}
