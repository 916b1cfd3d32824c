import { expect, test } from "@jest/globals";
import { SiteOutputs } from "../../src/contract/index.ts";
import { ref, synthCloudstack } from "./_synth.ts";

const INSTANCE = "cloudstack_instance";

test("builds an isolated network, the way out, the machine and the way in", () => {
  const site = synthCloudstack();

  expect(site.addresses()).toEqual([
    "cloudstack_disk.machine_disk_archive",
    "cloudstack_disk.machine_disk_content",
    "cloudstack_egress_firewall.network_egress",
    "cloudstack_firewall.address_firewall",
    "cloudstack_instance.machine_instance",
    "cloudstack_ipaddress.address",
    "cloudstack_network.network",
    "cloudstack_static_nat.address_static_nat",
    "terraform_data.machine_first_boot",
  ]);
  expect(site.one(INSTANCE)).toMatchObject({
    name: "web",
    zone: "ef88a055-e1ff-439d-a7c8-9a40f575c76d",
    service_offering: "91692d6e-a1e1-432b-814d-d491532a72ce",
    template: "1ba2333f-e58c-11f1-94e8-02fc00000001",
    network_id: ref("cloudstack_network.network.id"),
    root_disk_size: 20,
    expunge: true,
    start_vm: true,
  });
});

test("opens the way out only where the offering denies it by default", () => {
  const network = synthCloudstack().one("cloudstack_network");
  const open = synthCloudstack({
    network: {
      kind: "own",
      cidr: "10.42.0.0/24",
      networkOffering: { id: "offering", name: "open" },
      egressDefaultAllow: true,
    },
  });

  expect(network).toMatchObject({ cidr: "10.42.0.0/24", network_offering: "bb1c4d0e-4444-4c1e-9d2f-6d1a52c1c444" });
  expect(open.addresses().filter((address) => address.includes("egress"))).toEqual([]);
  expect(open.one(INSTANCE)).not.toHaveProperty("depends_on");
});

test("writes the details that a custom offering needs, and none for a fixed one", () => {
  const custom = { vcpu: 2, memoryMib: 3072, cpuSpeedMhz: 1000 };
  const site = synthCloudstack({ serviceOffering: { id: "custom", name: "custom", custom } });

  expect(site.one(INSTANCE)["details"]).toEqual({ cpuNumber: "2", memory: "3072", cpuSpeed: "1000" });
  expect(synthCloudstack().one(INSTANCE)).not.toHaveProperty("details");
});

test("writes the project on everything that belongs to one", () => {
  const site = synthCloudstack({ projectId: "project-1" });

  for (const { type, values } of site.elements) {
    if (type !== "terraform_data") expect([type, values["project"]]).toEqual([type, "project-1"]);
  }
});

test("publishes exactly the outputs of the contract", () => {
  const outputs = synthCloudstack().outputs();

  expect(Object.keys(outputs).sort()).toEqual(Object.keys(SiteOutputs.shape).sort());
  expect(outputs).toMatchObject({
    private_address: ref("cloudstack_instance.machine_instance.ip_address"),
    public_address: ref("cloudstack_ipaddress.address.ip_address"),
    root_volume_id: ref("null"),
  });
});

test("keeps network, way out and address on a pilot light", () => {
  const site = synthCloudstack({ machine: "absent" });

  expect(site.addresses()).toEqual([
    "cloudstack_egress_firewall.network_egress",
    "cloudstack_ipaddress.address",
    "cloudstack_network.network",
  ]);
  expect(site.outputs()).toMatchObject({ instance_id: ref("null"), private_address: ref("null"), volume_ids: {} });
});

test("joins an existing network, and takes an address there only after the machine", () => {
  const site = synthCloudstack({ network: { kind: "existing", networkId: "net-1" } });

  expect(site.addresses().filter((address) => /network|egress/.test(address))).toEqual([]);
  expect(site.one(INSTANCE)).toMatchObject({ network_id: "net-1" });
  expect(site.one("cloudstack_ipaddress")).toMatchObject({
    network_id: "net-1",
    depends_on: ["cloudstack_instance.machine_instance"],
  });
});

test("takes the address after the machine on a network of its own too, because a starting router refuses it", () => {
  expect(synthCloudstack().one("cloudstack_ipaddress")["depends_on"]).toEqual(["cloudstack_instance.machine_instance"]);
  expect(synthCloudstack({ machine: "absent" }).one("cloudstack_ipaddress")).not.toHaveProperty("depends_on");
});

test("names a machine by its revision where the name of a destroyed one stays taken, and never renames it in place", () => {
  const kept = synthCloudstack({ expunge: false, revision: 7 }).one(INSTANCE);
  const expunged = synthCloudstack({ expunge: true, revision: 7 }).one(INSTANCE);

  expect(kept).toMatchObject({ name: "web-r7", display_name: "web", expunge: false });
  expect(kept["lifecycle"]).toMatchObject({ ignore_changes: ["user_data", "details", "start_vm", "name"] });
  expect(expunged).toMatchObject({ name: "web", display_name: "web" });
});

test("sends no size with a disk offering that fixes it, because CloudStack refuses one", () => {
  const diskOffering = { id: "aa1c4d0e-3333-4c1e-9d2f-6d1a52c1c333", name: "20 GB", fixedSize: true };
  const site = synthCloudstack({ volumes: [{ name: "content", sizeGib: 20, diskOffering }] });

  expect(site.one("cloudstack_disk")).not.toHaveProperty("size");
  expect(site.one("cloudstack_disk")).toMatchObject({ disk_offering: diskOffering.id });
});

test("writes one block with one port or range per firewall rule", () => {
  expect(synthCloudstack().one("cloudstack_firewall")["rule"]).toEqual([
    { protocol: "tcp", cidr_list: ["0.0.0.0/0"], ports: ["22"] },
    { protocol: "tcp", cidr_list: ["192.0.2.0/24"], ports: ["8000-8010"] },
    { protocol: "icmp", cidr_list: ["0.0.0.0/0"], icmp_type: -1, icmp_code: -1 },
  ]);
});

test("makes no firewall without rules and no address without a wish for one", () => {
  expect(synthCloudstack({ firewallRules: [] }).addresses()).not.toContain("cloudstack_firewall.address_firewall");
  expect(synthCloudstack({ publicAddress: false }).text).not.toMatch(/"cloudstack_(ipaddress|static_nat|firewall)"/);
});

test("takes the firewall along when static NAT is replaced, because ending it deletes the rules on the cloud", () => {
  expect(synthCloudstack().one("cloudstack_firewall")).toMatchObject({
    depends_on: ["cloudstack_static_nat.address_static_nat"],
    lifecycle: { replace_triggered_by: ["cloudstack_static_nat.address_static_nat"] },
  });
});

test("registers no key pair: CloudStack refuses one public key twice, and cloud-init brings the keys", () => {
  const site = synthCloudstack();

  expect(site.text).not.toContain("ssh_keypair");
  expect(site.one(INSTANCE)).not.toHaveProperty("keypair");
});

test("attaches data disks in the order of the plan", () => {
  const site = synthCloudstack();

  expect(site.at("cloudstack_disk.machine_disk_content")).toMatchObject({
    attach: true,
    size: 10,
    virtual_machine_id: ref("cloudstack_instance.machine_instance.id"),
  });
  expect(site.at("cloudstack_disk.machine_disk_archive")["depends_on"]).toEqual([
    "cloudstack_disk.machine_disk_content",
  ]);
});

test("tells on every object that takes tags whose it is and which submission made it", () => {
  const site = synthCloudstack();

  for (const { type, values } of site.elements) {
    if (/firewall|static_nat|terraform_data/.test(type)) continue;
    expect([type, values["tags"]]).toEqual([
      type,
      {
        owner: "local",
        workspace: "web",
        "workspace-id": "6f1f6f3c-2f0b-4c1e-9d2f-6d1a52c1c001",
        revision: "3",
        operation: "0b0f6a52-8f38-4b2d-8a52-6a6f7d6c0003",
        team: "blue",
      },
    ]);
  }
});

test("gives the same bytes for the same plan", () => {
  expect(synthCloudstack().text).toBe(synthCloudstack().text);
});
