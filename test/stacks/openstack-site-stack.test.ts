import { expect, test } from "@jest/globals";
import { SiteOutputs } from "../../src/contract/index.ts";
import { ref, synthOpenstack } from "./_synth.ts";

const INSTANCE = "openstack_compute_instance_v2";
const PORT = "openstack_networking_port_v2";

test("builds the path from the machine to the outside", () => {
  const site = synthOpenstack();

  expect(site.one("openstack_networking_subnet_v2")).toMatchObject({
    cidr: "10.42.0.0/24",
    dns_nameservers: ["192.0.2.53"],
    network_id: ref("openstack_networking_network_v2.network.id"),
  });
  expect(site.one("openstack_networking_router_v2")).toMatchObject({
    external_network_id: "9d3c1d1a-2222-4c1e-9d2f-6d1a52c1c222",
  });
  expect(site.one("openstack_networking_router_interface_v2")).toEqual({
    router_id: ref("openstack_networking_router_v2.network_router.id"),
    subnet_id: ref("openstack_networking_subnet_v2.network_subnet.id"),
  });
  expect(site.one("openstack_networking_floatingip_associate_v2")).toMatchObject({
    floating_ip: ref("openstack_networking_floatingip_v2.address.address"),
    port_id: ref("openstack_networking_port_v2.port.id"),
    depends_on: ["openstack_networking_router_interface_v2.network_router_interface"],
  });
});

test("makes the port anew with its subnet, which cannot go while a port has an address on it", () => {
  const own = synthOpenstack().one(PORT)["lifecycle"];
  const joined = synthOpenstack({ network: { kind: "existing", networkId: "n1" } }).one(PORT)["lifecycle"];

  expect(own).toMatchObject({ replace_triggered_by: ["openstack_networking_subnet_v2.network_subnet.id"] });
  expect(joined).not.toHaveProperty("replace_triggered_by");
});

test("writes one security group rule per firewall rule, addressed by its key", () => {
  const site = synthOpenstack();

  expect(site.at("openstack_networking_secgroup_rule_v2.access_ingress_tcp_22_0_0_0_0_0")).toEqual({
    direction: "ingress",
    ethertype: "IPv4",
    protocol: "tcp",
    port_range_min: 22,
    port_range_max: 22,
    remote_ip_prefix: "0.0.0.0/0",
    description: "SSH",
    security_group_id: ref("openstack_networking_secgroup_v2.access_group.id"),
  });
  expect(site.at("openstack_networking_secgroup_rule_v2.access_ingress_icmp_0_0_0_0_0")).not.toHaveProperty(
    "port_range_min",
  );
  expect(site.elements.filter(({ type }) => type === "openstack_networking_secgroup_rule_v2")).toHaveLength(5);
});

test("removes the cloud's default rules and says itself what may leave", () => {
  const site = synthOpenstack({ firewallRules: [] });

  expect(site.one("openstack_networking_secgroup_v2")).toMatchObject({ delete_default_rules: true });
  expect(site.elements.filter(({ type }) => type === "openstack_networking_secgroup_rule_v2")).toEqual([
    expect.objectContaining({ values: expect.objectContaining({ direction: "egress", ethertype: "IPv4" }) }),
    expect.objectContaining({ values: expect.objectContaining({ direction: "egress", ethertype: "IPv6" }) }),
  ]);
});

test("keeps one of two rules that mean the same, because Neutron refuses the second", () => {
  const rule = { protocol: "tcp" as const, fromPort: 80, toPort: 80, source: "0.0.0.0/0" };
  const site = synthOpenstack({
    firewallRules: [
      { ...rule, key: "first", description: "web" },
      { ...rule, key: "second", description: "the same" },
    ],
  });

  expect(site.addresses().filter((address) => address.includes("access_ingress"))).toEqual([
    "openstack_networking_secgroup_rule_v2.access_ingress_first",
  ]);
});

test("boots from a volume that outlives the machine, and attaches data volumes in the order of the plan", () => {
  const site = synthOpenstack();

  expect(site.at("openstack_blockstorage_volume_v3.machine_root")).toMatchObject({
    image_id: "5a7a2f0e-1111-4c1e-9d2f-6d1a52c1c111",
    size: 20,
    enable_online_resize: true,
    volume_retype_policy: "on-demand",
    timeouts: { create: "60m" },
  });
  expect(site.one(INSTANCE)["block_device"]).toEqual([
    {
      uuid: ref("openstack_blockstorage_volume_v3.machine_root.id"),
      source_type: "volume",
      destination_type: "volume",
      boot_index: 0,
      delete_on_termination: false,
    },
  ]);
  expect(site.at("openstack_compute_volume_attach_v2.machine_volume_attachment_content")).not.toHaveProperty(
    "depends_on",
  );
  expect(site.at("openstack_compute_volume_attach_v2.machine_volume_attachment_archive")["depends_on"]).toEqual([
    "openstack_compute_volume_attach_v2.machine_volume_attachment_content",
  ]);
  expect(site.at("openstack_blockstorage_volume_v3.machine_volume_archive")).toMatchObject({ volume_type: "fast" });
});

test("publishes exactly the outputs of the contract", () => {
  const outputs = synthOpenstack().outputs();

  expect(Object.keys(outputs).sort()).toEqual(Object.keys(SiteOutputs.shape).sort());
  expect(outputs).toMatchObject({
    instance_id: ref("openstack_compute_instance_v2.machine_instance.id"),
    private_address: ref("openstack_networking_port_v2.port.all_fixed_ips[0]"),
    volume_ids: { content: ref("openstack_blockstorage_volume_v3.machine_volume_content.id") },
  });
});

test("keeps everything but the machine and its volumes on a pilot light", () => {
  const site = synthOpenstack({ role: "standby", machine: "absent" });

  expect(site.addresses().filter((address) => /compute_instance|blockstorage|volume_attach/.test(address))).toEqual([]);
  expect(site.addresses()).toEqual(
    expect.arrayContaining([
      "openstack_networking_port_v2.port",
      "openstack_networking_floatingip_v2.address",
      "openstack_networking_floatingip_associate_v2.address_association",
      "openstack_networking_secgroup_v2.access_group",
      "openstack_compute_keypair_v2.access_key_pair",
    ]),
  );
  expect(site.outputs()).toMatchObject({ instance_id: ref("null"), root_volume_id: ref("null"), volume_ids: {} });
});

test("joins an existing network without making router or subnet", () => {
  const site = synthOpenstack({ network: { kind: "existing", networkId: "net-1" } });

  expect(site.addresses().filter((address) => /router|subnet|networking_network/.test(address))).toEqual([]);
  expect(site.one(PORT)).toMatchObject({ network_id: "net-1" });
  expect(site.one(PORT)).not.toHaveProperty("fixed_ip");
  expect(site.one("openstack_networking_floatingip_associate_v2")).not.toHaveProperty("depends_on");
});

test("makes no address and no router where nothing leads outside", () => {
  const site = synthOpenstack({ publicAddress: false, externalNetwork: null });

  expect(site.addresses().filter((address) => /floatingip|router/.test(address))).toEqual([]);
  expect(site.outputs()).toMatchObject({ public_address: ref("null") });
});

test("takes the address from the external network by id, past the provider's look-up by a name that others may have", () => {
  const site = synthOpenstack({ externalNetwork: { id: "ext-7", name: "public" } });

  expect(site.one("openstack_networking_floatingip_v2")).toMatchObject({
    pool: "public",
    value_specs: { floating_network_id: "ext-7" },
    lifecycle: { ignore_changes: ["tags", "description", "pool"] },
  });
});

test("refuses a public address where the cloud has no external network", () => {
  expect(() => synthOpenstack({ externalNetwork: null })).toThrow("no external network");
});

test("tells on every object whose it is and which submission made it", () => {
  const site = synthOpenstack();
  const expected = {
    owner: "local",
    workspace: "web",
    "workspace-id": "6f1f6f3c-2f0b-4c1e-9d2f-6d1a52c1c001",
    revision: "3",
    operation: "0b0f6a52-8f38-4b2d-8a52-6a6f7d6c0003",
    team: "blue",
  };
  const words = Object.entries(expected)
    .map(([key, value]) => `${key}=${value}`)
    .sort();

  expect(site.one(INSTANCE)).toMatchObject({ metadata: expected, tags: words });
  for (const { type, values } of site.elements) {
    if (/_(network|subnet|router|port|secgroup|floatingip)_v2$/.test(type)) expect(values["tags"]).toEqual(words);
    if (type === "openstack_blockstorage_volume_v3") expect(values["metadata"]).toEqual(expected);
  }
});

test("writes no more tags than Nova takes: labels give way, but metadata has them all", () => {
  const labels = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`label-a${at}`, "x"]));
  const instance = synthOpenstack({ tags: labels }).one(INSTANCE);

  expect(instance["tags"]).toHaveLength(50);
  expect(instance["tags"]).toEqual(expect.arrayContaining(["owner=local", "revision=3", "label-a0=x"]));
  expect(instance["metadata"]).toMatchObject({ "label-a59": "x" });
});

test("changes nothing but the instance's tags when only the revision is new", () => {
  const before = synthOpenstack({ revision: 3 });
  const after = synthOpenstack({ revision: 4 });

  const changed = after.elements.filter(
    ({ type, name, values }) =>
      JSON.stringify(visible(values)) !== JSON.stringify(visible(before.at(`${type}.${name}`))),
  );

  expect(changed.map(({ type }) => type)).toEqual([INSTANCE]);
});

/** What Terraform compares: everything but the attributes that it is told to ignore. */
function visible(values: Record<string, unknown>): Record<string, unknown> {
  const { ignore_changes: ignored = [] } = (values["lifecycle"] ?? {}) as { ignore_changes?: string[] };
  return Object.fromEntries(Object.entries(values).filter(([key]) => !ignored.includes(key)));
}

test("takes user data as plain text or as gzip in base64, and refuses what the provider would misread", () => {
  const gzip = {
    encoding: "gzip-base64" as const,
    content: "H4sIAAAAAAAAA0vOyS9N0U3Oz0vLTAcA/k1RuA0AAAA=",
    rawBytes: 13,
  };

  expect(synthOpenstack({ userData: gzip }).one(INSTANCE)).toMatchObject({ user_data: gzip.content });
  expect(() => synthOpenstack({ userData: { encoding: "plain", content: "cGxhaW4=", rawBytes: 8 } })).toThrow(
    "said to be plain",
  );
});

test("lets a changed user data replace the instance, which boots anew from the same root volume", () => {
  const site = synthOpenstack();

  expect(site.one(INSTANCE)["lifecycle"]).toEqual({ ignore_changes: ["key_pair"] });
});

test("gives the same bytes for the same plan", () => {
  expect(synthOpenstack().text).toBe(synthOpenstack().text);
});

test("refuses what is not a site plan", () => {
  expect(() => synthOpenstack({ revision: 0 })).toThrow(expect.objectContaining({ code: "synth-refused" }));
});
