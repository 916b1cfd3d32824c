import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { idOf } from "../../../tools/openstack-shapes/read.ts";
import { aNetwork, aPort, aRouter, externalNetworkId, startCloud, type TestCloud } from "./a-cloud.ts";

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

type Rule = { direction: string; ethertype: string; protocol: string | null };

test("gives a new security group the two egress rules and nothing else", async () => {
  const body = { security_group: { name: "web" } };

  const made = await cloud.demo.call("network", "POST", "/security-groups", { body });

  const { security_group_rules } = made.json["security_group"] as { security_group_rules: Rule[] };
  expect(security_group_rules.map(({ direction, ethertype, protocol }) => [direction, ethertype, protocol])).toEqual([
    ["egress", "IPv4", null],
    ["egress", "IPv6", null],
  ]);
});

test("puts a port without a wish into the project's default group", async () => {
  const net = await aNetwork(cloud.demo, "10.20.0.0/24");
  const portId = await aPort(cloud.demo, net);

  const { json } = await cloud.demo.call("network", "GET", `/ports/${portId}`);

  const [groupId] = (json["port"] as { security_groups: string[] }).security_groups;
  const group = await cloud.demo.call("network", "GET", `/security-groups/${groupId}`);
  expect(group.json["security_group"]).toMatchObject({ name: "default" });
});

test("hands out the subnet's addresses and says when none is left", async () => {
  const net = await aNetwork(cloud.demo, "10.21.0.0/29");
  for (let count = 0; count < 5; count++) await aPort(cloud.demo, net);

  const sixth = await cloud.demo.call("network", "POST", "/ports", { body: { port: { network_id: net.networkId } } });

  const { json } = await cloud.demo.call("network", "GET", `/ports?network_id=${net.networkId}`);
  const addresses = (json["ports"] as { fixed_ips: { ip_address: string }[] }[]).map(
    (port) => port.fixed_ips[0]?.ip_address,
  );
  expect(addresses).toEqual(["10.21.0.2", "10.21.0.3", "10.21.0.4", "10.21.0.5", "10.21.0.6"]);
  expect(sixth.status).toBe(409);
  expect(sixth.json).toMatchObject({ NeutronError: { type: "IpAddressGenerationFailure" } });
});

test("reaches a port from outside only through a router, and with one floating IP", async () => {
  const net = await aNetwork(cloud.demo, "10.22.0.0/24");
  const portId = await aPort(cloud.demo, net);
  const floating_network_id = await externalNetworkId(cloud.demo);
  const make = async () =>
    idOf(
      await cloud.demo.call("network", "POST", "/floatingips", { body: { floatingip: { floating_network_id } } }),
      "floatingip",
    );
  const [first, second] = [await make(), await make()];
  const associate = (id: string) =>
    cloud.demo.call("network", "PUT", `/floatingips/${id}`, { body: { floatingip: { port_id: portId } } });

  const tooEarly = await associate(first);
  await aRouter(cloud.demo, net);
  const done = await associate(first);
  const twice = await associate(second);

  expect(tooEarly.json).toMatchObject({ NeutronError: { type: "ExternalGatewayForFloatingIPNotFound" } });
  expect(done.json["floatingip"]).toMatchObject({ status: "ACTIVE", fixed_ip_address: "10.22.0.2" });
  expect(twice.status).toBe(409);
  expect(twice.json).toMatchObject({ NeutronError: { type: "FloatingIPPortAlreadyAssociated" } });
});

test("frees the floating IP when its port goes", async () => {
  const net = await aNetwork(cloud.demo, "10.23.0.0/24");
  await aRouter(cloud.demo, net);
  const portId = await aPort(cloud.demo, net);
  const floating_network_id = await externalNetworkId(cloud.demo);
  const body = { floatingip: { floating_network_id, port_id: portId } };
  const id = idOf(await cloud.demo.call("network", "POST", "/floatingips", { body }), "floatingip");

  await cloud.demo.call("network", "DELETE", `/ports/${portId}`);

  const { json } = await cloud.demo.call("network", "GET", `/floatingips/${id}`);
  expect(json["floatingip"]).toMatchObject({ status: "DOWN", port_id: null, router_id: null });
});

test("takes a port down with its admin state, which is how the product fences", async () => {
  const net = await aNetwork(cloud.demo, "10.24.0.0/24");
  const portId = await aPort(cloud.demo, net);

  const { json } = await cloud.demo.call("network", "PUT", `/ports/${portId}`, {
    body: { port: { admin_state_up: false } },
  });

  expect(json["port"]).toMatchObject({ admin_state_up: false, status: "DOWN" });
});

test("keeps a network with ports and lets it go once they are gone", async () => {
  const net = await aNetwork(cloud.demo, "10.25.0.0/24");
  const portId = await aPort(cloud.demo, net);

  const refused = await cloud.demo.call("network", "DELETE", `/networks/${net.networkId}`);
  await cloud.demo.call("network", "DELETE", `/ports/${portId}`);
  const done = await cloud.demo.call("network", "DELETE", `/networks/${net.networkId}`);

  expect(refused.json).toMatchObject({ NeutronError: { type: "NetworkInUse" } });
  expect(done.status).toBe(204);
  expect((await cloud.demo.call("network", "GET", `/subnets/${net.subnetId}`)).status).toBe(404);
});

test("lists by tag, by field and page by page", async () => {
  const net = await aNetwork(cloud.demo, "10.26.0.0/24");
  await cloud.demo.call("network", "PUT", `/networks/${net.networkId}/tags`, { body: { tags: ["b", "a"] } });

  const tagged = await cloud.demo.call("network", "GET", "/networks?tags=a,b&fields=id&fields=tags");
  const untagged = await cloud.demo.call("network", "GET", "/networks?tags=a,c");
  const page = await cloud.demo.call("network", "GET", "/networks?limit=1");

  expect(tagged.json).toEqual({ networks: [{ id: net.networkId, tags: ["a", "b"] }] });
  expect(untagged.json).toEqual({ networks: [] });
  const links = page.json["networks_links"] as { rel: string; href: string }[];
  const next = await cloud.demo.call("network", "GET", links.find((link) => link.rel === "next")?.href ?? "");
  expect((next.json["networks"] as unknown[]).length).toBe(1);
});

test("shows a tenant the external network but not its subnet", async () => {
  const networks = await cloud.demo.call("network", "GET", "/networks?name=public");

  const [external] = networks.json["networks"] as { subnets: string[] }[];
  const subnet = await cloud.demo.call("network", "GET", `/subnets/${external?.subnets[0]}`);
  expect(external?.subnets.length).toBe(1);
  expect(subnet.status).toBe(404);
});
