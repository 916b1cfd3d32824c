import type { Probe } from "./probe.ts";
import { idOf, text } from "./read.ts";

/** What the network part leaves behind for the compute part. */
export interface ProbedNetwork {
  readonly networkId: string;
  readonly subnetId: string;
  readonly routerId: string;
  readonly portId: string;
  readonly groupId: string;
  readonly floatingIpId: string;
}

const MISSING = "00000000-0000-4000-8000-000000000000";

/** Networks, ports, groups, floating IPs: made, read, refused. */
export async function probeNetwork(probe: Probe): Promise<ProbedNetwork> {
  const call = (method: string, path: string, name: string, body?: unknown) =>
    probe.call("network", method, path, body === undefined ? { name } : { name, body });
  await call("GET", "/extensions", "network.extensions");
  await call("GET", "/availability_zones", "network.availability-zones");
  const external = await call("GET", "/networks?name=public", "network.external-by-name");
  const externalId = text((external.json["networks"] as { id: string }[])[0]?.id);

  const networkId = idOf(
    await call("POST", "/networks", "network.create", { network: { name: "shape-net", admin_state_up: true } }),
    "network",
  );
  await call("GET", `/networks/${networkId}`, "network.get");
  await call("GET", `/networks/${MISSING}`, "network.missing");
  await call("POST", "/networks", "network.create-unknown-attribute", { network: { name: "x", colour: "red" } });
  await call("PUT", `/networks/${networkId}`, "network.update", { network: { description: "d" } });
  await call("PUT", `/networks/${networkId}/tags`, "network.tags-replace", { tags: ["a", "b"] });
  await call("PUT", `/networks/${networkId}/tags/c`, "network.tag-add");
  await call("GET", `/networks/${networkId}/tags`, "network.tags");
  await call("GET", `/networks/${networkId}/tags/a`, "network.tag-check");
  await call("DELETE", `/networks/${networkId}/tags/a`, "network.tag-remove");

  const subnet = {
    name: "shape-sub",
    network_id: networkId,
    ip_version: 4,
    cidr: "10.77.0.0/24",
    dns_nameservers: ["9.9.9.9"],
  };
  const subnetId = idOf(await call("POST", "/subnets", "subnet.create", { subnet }), "subnet");
  await call("GET", `/subnets/${subnetId}`, "subnet.get");
  await call("GET", `/subnets/${MISSING}`, "subnet.missing");
  await call("POST", "/subnets", "subnet.overlap", { subnet });
  await call("POST", "/subnets", "subnet.bad-cidr", { subnet: { ...subnet, cidr: "10.77.0.0/99" } });
  await call("PUT", `/subnets/${subnetId}`, "subnet.update", { subnet: { description: "d" } });

  const routerId = idOf(
    await call("POST", "/routers", "router.create", {
      router: { name: "shape-router", external_gateway_info: { network_id: externalId } },
    }),
    "router",
  );
  await call("GET", `/routers/${routerId}`, "router.get");
  await call("GET", `/routers/${MISSING}`, "router.missing");
  await call("POST", "/routers", "router.create-plain", { router: { name: "shape-plain" } });
  const plain = (await probe.call("network", "GET", "/routers?name=shape-plain")).json["routers"] as { id: string }[];
  await call("DELETE", `/routers/${text(plain[0]?.id)}`, "router.delete");
  const joined = await call("PUT", `/routers/${routerId}/add_router_interface`, "router.add-interface", {
    subnet_id: subnetId,
  });
  await call("PUT", `/routers/${routerId}/add_router_interface`, "router.add-interface-twice", { subnet_id: subnetId });
  await call("GET", `/ports/${text(joined.json["port_id"])}`, "port.router-interface");
  await call("DELETE", `/ports/${text(joined.json["port_id"])}`, "port.delete-router-interface");
  await call("DELETE", `/routers/${routerId}`, "router.delete-in-use");

  const groupId = idOf(
    await call("POST", "/security-groups", "group.create", { security_group: { name: "shape-sg" } }),
    "security_group",
  );
  await call("GET", `/security-groups/${groupId}`, "group.get");
  await call("GET", `/security-groups/${MISSING}`, "group.missing");
  const rule = {
    direction: "ingress",
    ethertype: "IPv4",
    protocol: "tcp",
    port_range_min: 22,
    port_range_max: 22,
    remote_ip_prefix: "0.0.0.0/0",
    security_group_id: groupId,
  };
  const ruleId = idOf(
    await call("POST", "/security-group-rules", "rule.create", { security_group_rule: rule }),
    "security_group_rule",
  );
  await call("POST", "/security-group-rules", "rule.duplicate", { security_group_rule: rule });
  await call("POST", "/security-group-rules", "rule.backwards-range", {
    security_group_rule: { ...rule, port_range_min: 90, port_range_max: 80 },
  });
  await call("POST", "/security-group-rules", "rule.bad-protocol", {
    security_group_rule: { ...rule, protocol: "nonsense" },
  });
  await call("GET", `/security-group-rules/${ruleId}`, "rule.get");
  await call("DELETE", `/security-group-rules/${ruleId}`, "rule.delete");
  await call("GET", `/security-group-rules/${ruleId}`, "rule.missing");
  await call("PUT", `/security-groups/${groupId}`, "group.update", { security_group: { description: "d" } });

  const port = {
    name: "shape-port",
    network_id: networkId,
    security_groups: [groupId],
    fixed_ips: [{ subnet_id: subnetId }],
  };
  const portId = idOf(await call("POST", "/ports", "port.create", { port }), "port");
  await call("GET", `/ports/${portId}`, "port.get");
  await call("GET", `/ports/${MISSING}`, "port.missing");
  await call("GET", `/ports?id=${portId}`, "port.list");
  await call("PUT", `/ports/${portId}`, "port.update", { port: { description: "d" } });
  await call("POST", "/ports", "port.address-outside", { port: { ...port, fixed_ips: [{ ip_address: "10.99.0.1" }] } });
  await call("POST", "/ports", "port.address-taken", {
    port: { ...port, fixed_ips: [{ subnet_id: subnetId, ip_address: "10.77.0.1" }] },
  });
  await call("POST", "/ports", "port.missing-network", { port: { network_id: MISSING } });
  await call("DELETE", `/security-groups/${groupId}`, "group.delete-in-use");
  await call("DELETE", `/networks/${networkId}`, "network.delete-in-use");
  await call("DELETE", `/subnets/${subnetId}`, "subnet.delete-in-use");

  const floatingIpId = idOf(
    await call("POST", "/floatingips", "floatingip.create", { floatingip: { floating_network_id: externalId } }),
    "floatingip",
  );
  await call("GET", `/floatingips/${floatingIpId}`, "floatingip.get");
  await call("GET", `/floatingips/${MISSING}`, "floatingip.missing");
  await call("POST", "/floatingips", "floatingip.not-external", { floatingip: { floating_network_id: networkId } });
  await call("PUT", `/floatingips/${floatingIpId}`, "floatingip.associate", { floatingip: { port_id: portId } });
  await call("PUT", `/routers/${routerId}/remove_router_interface`, "router.remove-interface-in-use", {
    subnet_id: subnetId,
  });
  await call("GET", "/networks?limit=1", "network.page");
  await call("GET", `/quotas/${probe.projectId}`, "network.quota");
  return { networkId, subnetId, routerId, portId, groupId, floatingIpId };
}

/** Takes the network down again, in the order the cloud demands. */
export async function probeNetworkTeardown(probe: Probe, made: ProbedNetwork): Promise<void> {
  const call = (method: string, path: string, name: string, body?: unknown) =>
    probe.call("network", method, path, body === undefined ? { name } : { name, body });
  await call("PUT", `/floatingips/${made.floatingIpId}`, "floatingip.release", { floatingip: { port_id: null } });
  await call("DELETE", `/floatingips/${made.floatingIpId}`, "floatingip.delete");
  await call("DELETE", `/ports/${made.portId}`, "port.delete");
  await call("PUT", `/routers/${made.routerId}/remove_router_interface`, "router.remove-interface", {
    subnet_id: made.subnetId,
  });
  await call("PUT", `/routers/${made.routerId}/remove_router_interface`, "router.remove-interface-missing", {
    subnet_id: made.subnetId,
  });
  await call("DELETE", `/routers/${made.routerId}`, "router.delete-with-gateway");
  await call("DELETE", `/subnets/${made.subnetId}`, "subnet.delete");
  await call("DELETE", `/networks/${made.networkId}`, "network.delete");
  await call("DELETE", `/security-groups/${made.groupId}`, "group.delete");
}
