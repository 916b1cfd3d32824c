import { type Answer, type Probe, until } from "./probe.ts";
import { idOf, text } from "./read.ts";
import { waitVolume } from "./volume.ts";
import { waitServer } from "./wait-server.ts";

interface CornerParts {
  readonly imageId: string;
  readonly networkId: string;
  readonly subnetId: string;
  readonly routerId: string;
  readonly flavorId: string;
  readonly tinyFlavorId: string;
}

/** Refusals and rarer calls that the main walk passes by. */
export async function probeCorners(probe: Probe, parts: CornerParts): Promise<void> {
  const big = await bigImage(probe);
  await probeFits(probe, parts, big);
  await probePorts(probe, parts);
  await probeBusyServer(probe, parts, big);
  await probe.call("image", "DELETE", `/images/${big}`);
}

/** An image that demands a bigger disk than the smallest flavor has. */
async function bigImage(probe: Probe): Promise<string> {
  const body = { name: "corner", disk_format: "raw", container_format: "bare", visibility: "private", min_disk: 4 };
  const id = text((await probe.call("image", "POST", "/images", { body })).json["id"]);
  const headers = { "content-type": "application/octet-stream" };
  await probe.call("image", "PUT", `/images/${id}/file`, { raw: new Uint8Array(1024), headers });
  await until(
    () => probe.call("image", "GET", `/images/${id}`),
    ({ json }) => json["status"] === "active",
  );
  return id;
}

async function probeFits(probe: Probe, { networkId, tinyFlavorId }: CornerParts, imageRef: string): Promise<void> {
  const server = { name: "x", flavorRef: tinyFlavorId, imageRef, networks: [{ uuid: networkId }] };
  const post = (name: string, wanted: unknown) =>
    probe.call("compute", "POST", "/servers", { name, body: { server: wanted } });
  await post("corner.flavor-disk-too-small", server);
  await post("corner.unknown-zone", { ...server, availability_zone: "nowhere" });
  await post("corner.unknown-group", { ...server, security_groups: [{ name: "nope" }] });
  const mapping = { boot_index: 0, source_type: "volume", destination_type: "volume", uuid: networkId };
  await post("corner.unknown-boot-volume", { ...server, imageRef: "", block_device_mapping_v2: [mapping] });
  const data = { ...mapping, source_type: "blank", boot_index: -1, volume_size: 1 };
  await post("corner.no-boot-device", { ...server, imageRef: "", block_device_mapping_v2: [data] });
  const blank = idOf(await probe.call("volume", "POST", "/volumes", { body: { volume: { size: 1 } } }), "volume");
  await waitVolume(probe, blank, "available");
  await post("corner.boot-from-blank", {
    ...server,
    imageRef: "",
    block_device_mapping_v2: [{ ...mapping, uuid: blank }],
  });
  const act = (name: string, body: unknown) => probe.call("volume", "POST", `/volumes/${blank}/action`, { name, body });
  await act("corner.retype-unknown", { "os-retype": { new_type: "no-such-type", migration_policy: "never" } });
  await act("corner.set-bootable", { "os-set_bootable": { bootable: true } });
  await probe.call("volume", "POST", "/volumes", {
    name: "corner.volume-below-min-disk",
    body: { volume: { size: 1, imageRef } },
  });
  const snapshot = await probe.call("volume", "POST", "/snapshots", { body: { snapshot: { volume_id: blank } } });
  const snapshotPath = `/snapshots/${idOf(snapshot, "snapshot")}`;
  await until(
    () => probe.call("volume", "GET", snapshotPath),
    ({ text: seen }) => seen.includes('"available"'),
  );
  await probe.call("volume", "GET", "/snapshots/detail", { name: "corner.snapshots-detail" });
  await probe.call("volume", "DELETE", snapshotPath);
  await until(
    () => probe.call("volume", "GET", snapshotPath),
    ({ status }) => status === 404,
  );
  await probe.call("volume", "DELETE", `/volumes/${blank}`);
}

async function probePorts(probe: Probe, { networkId, subnetId, routerId }: CornerParts): Promise<void> {
  const call = (method: string, path: string, name: string, body?: unknown) =>
    probe.call("network", method, path, body === undefined ? { name } : { name, body });
  const groups = (await probe.call("network", "GET", "/security-groups?name=default")).json["security_groups"];
  const [group] = groups as { id: string }[];
  await call("GET", "/security-groups?name=default", "corner.default-group");
  await call("DELETE", `/security-groups/${group?.id}`, "corner.delete-default-group");
  await call("POST", "/security-groups", "corner.second-default-group", { security_group: { name: "default" } });
  const rule = { direction: "ingress", ethertype: "IPv4", security_group_id: group?.id };
  await call("POST", "/security-group-rules", "corner.ports-without-protocol", {
    security_group_rule: { ...rule, port_range_min: 1, port_range_max: 2 },
  });
  await call("POST", "/security-group-rules", "corner.family-mismatch", {
    security_group_rule: { ...rule, remote_ip_prefix: "2001:db8::/64" },
  });
  await call("POST", "/security-group-rules", "corner.bad-direction", {
    security_group_rule: { ...rule, direction: "up" },
  });
  await call("POST", "/security-group-rules", "corner.bad-prefix", {
    security_group_rule: { ...rule, remote_ip_prefix: "300.1.1.1/8" },
  });
  const port = idOf(
    await probe.call("network", "POST", "/ports", { body: { port: { network_id: networkId } } }),
    "port",
  );
  const read = (await probe.call("network", "GET", `/ports/${port}`)).json["port"] as { mac_address: string };
  await call("POST", "/ports", "corner.mac-taken", { port: { network_id: networkId, mac_address: read.mac_address } });
  await call("POST", "/ports", "corner.unknown-group-on-port", {
    port: { network_id: networkId, security_groups: [networkId] },
  });
  await call("POST", "/subnets", "corner.gateway-outside", {
    subnet: { network_id: networkId, ip_version: 4, cidr: "10.78.0.0/24", gateway_ip: "10.99.0.1" },
  });
  await call("POST", "/subnets", "corner.pool-outside", {
    subnet: {
      network_id: networkId,
      ip_version: 4,
      cidr: "10.78.0.0/24",
      allocation_pools: [{ start: "10.79.0.1", end: "10.79.0.9" }],
    },
  });
  await call("POST", "/routers", "corner.gateway-not-external", {
    router: { external_gateway_info: { network_id: networkId } },
  });
  await call("POST", "/networks", "corner.shared-network", { network: { name: "x", shared: true } });
  await call("PUT", `/networks/${networkId}/tags/a/b`, "corner.bad-path");
  await call("GET", `/networks/${networkId}/tags/none`, "corner.tag-missing");
  await probeFloating(probe, { port, subnetId, routerId });
  await probe.call("network", "DELETE", `/ports/${port}`);
}

async function probeFloating(probe: Probe, at: { port: string; subnetId: string; routerId: string }): Promise<void> {
  const external = (await probe.call("network", "GET", "/networks?name=public")).json["networks"] as { id: string }[];
  const floating_network_id = external[0]?.id;
  const make = async () =>
    idOf(
      await probe.call("network", "POST", "/floatingips", { body: { floatingip: { floating_network_id } } }),
      "floatingip",
    );
  const [first, second] = [await make(), await make()];
  const associate = (id: string, name?: string): Promise<Answer> => {
    const body = { floatingip: { port_id: at.port } };
    return probe.call("network", "PUT", `/floatingips/${id}`, name === undefined ? { body } : { body, name });
  };
  await associate(first);
  await associate(second, "corner.second-floating-ip");
  const clear = { name: "corner.clear-gateway-in-use", body: { router: { external_gateway_info: {} } } };
  await probe.call("network", "PUT", `/routers/${at.routerId}`, clear);
  await probe.call("network", "DELETE", `/floatingips/${first}`);
  await probe.call("network", "PUT", `/routers/${at.routerId}`, { ...clear, name: "corner.clear-gateway" });
  await associate(second, "corner.floating-ip-unreachable");
  const back = { router: { external_gateway_info: { network_id: floating_network_id } } };
  await probe.call("network", "PUT", `/routers/${at.routerId}`, { name: "corner.set-gateway", body: back });
  await probe.call("network", "DELETE", `/floatingips/${second}`);
}

/** A server booted from a volume that nova makes of an image; what it refuses; how it goes. */
async function probeBusyServer(probe: Probe, parts: CornerParts, otherImage: string): Promise<void> {
  const mapping = {
    boot_index: 0,
    source_type: "image",
    destination_type: "volume",
    uuid: parts.imageId,
    volume_size: 12,
    delete_on_termination: true,
  };
  const server = {
    name: "corner",
    flavorRef: parts.flavorId,
    networks: [{ uuid: parts.networkId }],
    block_device_mapping_v2: [mapping],
  };
  const id = idOf(
    await probe.call("compute", "POST", "/servers", { name: "corner.boot-volume-of-image", body: { server } }),
    "server",
  );
  const act = (name: string, body: unknown) => probe.call("compute", "POST", `/servers/${id}/action`, { name, body });
  await waitServer(probe, id, "ACTIVE");
  const read = await probe.call("compute", "GET", `/servers/${id}`, { name: "corner.server-2.3", microversion: "2.3" });
  await act("corner.rebuild-other-image", { rebuild: { imageRef: otherImage } });
  const attached = (read.json["server"] as Record<string, unknown>)["os-extended-volumes:volumes_attached"] as {
    id: string;
  }[];
  await probe.call("compute", "DELETE", `/servers/${id}/os-volume_attachments/${attached[0]?.id}`, {
    name: "corner.detach-root",
  });
  await probe.call("volume", "POST", "/snapshots", {
    name: "corner.snapshot-in-use",
    body: { snapshot: { volume_id: attached[0]?.id } },
  });
  await act("corner.suspend", { suspend: null });
  await waitServer(probe, id, "SUSPENDED");
  await act("corner.stop-suspended", { "os-stop": null });
  await act("corner.resume", { resume: null });
  await waitServer(probe, id, "ACTIVE");
  const interfaces = `/servers/${id}/os-interface`;
  const added = await probe.call("compute", "POST", interfaces, {
    name: "corner.interface-attach",
    body: { interfaceAttachment: { net_id: parts.networkId } },
  });
  const port = (added.json["interfaceAttachment"] as { port_id: string }).port_id;
  await probe.call("compute", "DELETE", `${interfaces}/${port}`, { name: "corner.interface-detach" });
  await until(
    () => probe.call("compute", "GET", `${interfaces}/${port}`),
    ({ status }) => status === 404,
  );
  await probe.call("compute", "GET", `${interfaces}/${port}`, { name: "corner.interface-missing" });
  await act("corner.add-unknown-group", { addSecurityGroup: { name: "nope" } });
  await act("corner.hard-reboot", { reboot: { type: "HARD" } });
  await waitServer(probe, id, "ACTIVE");
  await act("corner.lock", { lock: null });
  await probe.call("compute", "DELETE", `/servers/${id}`, { name: "corner.delete-locked" });
  await act("corner.unlock", { unlock: null });
  await probe.call("compute", "GET", "/servers?changes-since=yesterday", { name: "corner.bad-changes-since" });
  await probe.call("compute", "GET", "/servers?limit=1", { name: "corner.servers-page" });
  await probe.call("compute", "POST", "/flavors", {
    name: "corner.flavor-forbidden",
    body: { flavor: { name: "x", ram: 1, vcpus: 1, disk: 1 } },
  });
  const key = await probe.call("compute", "POST", "/os-keypairs", {
    name: "corner.keypair-generated",
    body: { keypair: { name: "corner" } },
  });
  if (key.status < 300) await probe.call("compute", "DELETE", "/os-keypairs/corner");
  await probe.call("compute", "DELETE", `/servers/${id}`);
  await until(
    () => probe.call("compute", "GET", `/servers/${id}`),
    ({ status }) => status === 404,
  );
  await until(
    () => probe.call("volume", "GET", `/volumes/${attached[0]?.id}`),
    ({ status }) => status === 404,
  );
}
