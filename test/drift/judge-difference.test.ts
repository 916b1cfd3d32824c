import { describe, expect, test } from "@jest/globals";
import type { ListedObject } from "../../src/cloud/index.ts";
import { judgeDifference } from "../../src/drift/judge-difference.ts";
import type { RecordedObject } from "../../src/drift/recorded-objects.ts";
import { differences, listed, recorded } from "./differences.ts";

function judged(objects: readonly RecordedObject[], project: readonly ListedObject[], machine?: "stopped") {
  const context = { role: "primary", machine: machine ?? "running" } as const;
  return differences(objects, project, machine).map((one) => judgeDifference(one, context));
}

describe("what is gone", () => {
  test.each([
    ["openstack_compute_instance_v2", "dangerous"],
    ["openstack_blockstorage_volume_v3", "dangerous"],
    ["openstack_networking_network_v2", "dangerous"],
    ["openstack_networking_port_v2", "dangerous"],
    ["openstack_networking_floatingip_v2", "dangerous"],
    ["openstack_networking_secgroup_rule_v2", "safe-to-correct"],
    ["openstack_networking_router_interface_v2", "safe-to-correct"],
    ["openstack_networking_floatingip_associate_v2", "safe-to-correct"],
    ["openstack_compute_volume_attach_v2", "safe-to-correct"],
    ["openstack_compute_keypair_v2", "safe-to-correct"],
    ["cloudstack_instance", "dangerous"],
    ["cloudstack_disk", "dangerous"],
    ["cloudstack_network", "dangerous"],
    ["cloudstack_ipaddress", "dangerous"],
    ["cloudstack_static_nat", "safe-to-correct"],
  ])("%s is %s", (type, expected) => {
    const [finding] = judged([recorded(type, "1", { name: "web" })], []);

    expect(finding).toMatchObject({ kind: "gone", class: expected, objectId: "1", seenBy: "listing" });
    expect(finding?.title).toMatch(/^The .* is gone from the cloud$/);
    expect(finding?.reason).not.toBe("");
  });
});

describe("what was changed", () => {
  test.each([
    ["openstack_compute_instance_v2", "machine", "flavor_id", "flavorId", "dangerous"],
    ["openstack_networking_port_v2", "port", "admin_state_up", "adminUp", "dangerous"],
    ["openstack_networking_port_v2", "port", "security_group_ids", "securityGroups", "dangerous"],
    ["openstack_networking_network_v2", "network", "admin_state_up", "adminUp", "safe-to-correct"],
    ["openstack_networking_subnet_v2", "subnet", "cidr", "cidr", "dangerous"],
    ["openstack_networking_subnet_v2", "subnet", "dns_nameservers", "dnsServers", "safe-to-correct"],
    ["openstack_networking_router_v2", "router", "external_network_id", "externalNetworkId", "safe-to-correct"],
    ["openstack_networking_floatingip_associate_v2", "address-association", "port_id", "portId", "dangerous"],
    ["openstack_compute_keypair_v2", "key-pair", "public_key", "publicKey", "safe-to-correct"],
    ["cloudstack_instance", "machine", "service_offering", "offeringId", "dangerous"],
    ["cloudstack_instance", "machine", "root_disk_size", "rootDiskGib", "dangerous"],
    ["cloudstack_disk", "volume", "virtual_machine_id", "machineId", "dangerous"],
    ["cloudstack_network", "network", "network_offering", "offeringId", "dangerous"],
  ] as const)("%s: the %s's %s is put right as the plan would: %5$s", (type, kind, path, fact, expected) => {
    const [finding] = judged(
      [recorded(type, "1", { name: "web", [path]: "then" })],
      [listed(kind, "1", { [fact]: "now" })],
    );

    expect(finding).toMatchObject({ kind: "changed", class: expected, attributes: [{ path, observed: "now" }] });
  });

  test("a machine that its cloud keeps for a while after it was destroyed is said to be destroyed", () => {
    const [finding] = judged(
      [recorded("cloudstack_instance", "1", { name: "web" })],
      [listed("machine", "1", { power: "destroyed" })],
    );

    expect(finding).toMatchObject({ kind: "changed", class: "dangerous" });
    expect(finding?.title).toMatch(/^The machine .* was destroyed$/);
  });

  test("a name is nobody's trouble, but CloudStack restarts a machine for its host name", () => {
    const renamed = (type: string) =>
      judged([recorded(type, "1", { name: "web" })], [listed("machine", "1", {}, { name: "other" })])[0]?.class;

    expect([renamed("openstack_compute_instance_v2"), renamed("cloudstack_instance")]).toEqual([
      "harmless",
      "dangerous",
    ]);
  });

  test("a disk that somebody grew cannot be made smaller again, and one that shrank can grow", () => {
    const sized = (now: string) =>
      judged(
        [recorded("openstack_blockstorage_volume_v3", "1", { name: "web", size: 10 })],
        [listed("volume", "1", { sizeGib: now })],
      )[0];

    expect(sized("20")).toMatchObject({ class: "dangerous", reason: expect.stringContaining("cannot become smaller") });
    expect(sized("5")).toMatchObject({ class: "safe-to-correct" });
  });

  test("power is always a person's word", () => {
    const machine = recorded("openstack_compute_instance_v2", "1", { name: "web" });
    const off = judged([machine], [listed("machine", "1", { power: "shutoff" })])[0];
    const on = judged([machine], [listed("machine", "1", { power: "active" })], "stopped")[0];

    expect([off?.class, on?.class]).toEqual(["dangerous", "dangerous"]);
    expect([off?.title, on?.title]).toEqual(['The machine "web" does not run', 'The machine "web" runs']);
  });

  test("a rule that is gone from a set is put back", () => {
    const rule = [{ protocol: "tcp", cidr_list: ["0.0.0.0/0"], uuids: { "22": "r1" } }];

    expect(judged([recorded("cloudstack_firewall", "ip", { rule })], [])[0]).toMatchObject({
      class: "safe-to-correct",
      attributes: [{ path: "rule", recorded: "tcp 22 from 0.0.0.0/0", observed: null }],
    });
  });
});

describe("what is extra", () => {
  const mark = { workspaceId: "11111111-1111-4111-8111-111111111111", secondSite: false };

  test.each([
    ["machine", "dangerous"],
    ["volume", "dangerous"],
    ["network", "harmless"],
    ["public-address", "harmless"],
  ] as const)("a %s is %s", (kind, expected) => {
    expect(judged([], [listed(kind, "9", {}, { mark })])[0]).toMatchObject({
      ...{ kind: "extra", class: expected, address: null, type: kind, objectId: "9" },
    });
  });

  test("an opened port is dangerous and named by what it lets in", () => {
    const rule = listed("security-group-rule", "9", { groupId: "g", protocol: "tcp", fromPort: "22", toPort: "22" });
    const group = recorded("openstack_networking_secgroup_v2", "g", { name: "web" });

    expect(judged([group], [listed("security-group", "g"), rule])[0]).toMatchObject({
      ...{ kind: "extra", class: "dangerous", title: 'Somebody added the security group rule "tcp 22 from anywhere"' },
    });
  });
});
