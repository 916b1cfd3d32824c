import { expect, test } from "@jest/globals";
import type { Danger } from "../../src/contract/index.ts";
import { replaced, summary, updated } from "./summaries.ts";

const UPDATES: readonly [type: string, attribute: string, danger: Danger][] = [
  ["openstack_compute_instance_v2", "image_id", "destroys-data"],
  ["openstack_compute_instance_v2", "image_name", "destroys-data"],
  ["openstack_compute_instance_v2", "personality", "destroys-data"],
  ["openstack_compute_instance_v2", "flavor_id", "restarts"],
  ["openstack_compute_instance_v2", "flavor_name", "restarts"],
  ["openstack_compute_instance_v2", "metadata", "in-place"],
  ["openstack_compute_instance_v2", "tags", "in-place"],
  ["openstack_compute_instance_v2", "security_groups", "in-place"],
  ["openstack_compute_instance_v2", "admin_pass", "in-place"],
  ["openstack_networking_port_v2", "security_group_ids", "in-place"],
  ["openstack_networking_port_v2", "fixed_ip", "restarts"],
  ["openstack_blockstorage_volume_v3", "volume_type", "in-place"],
  ["openstack_networking_floatingip_associate_v2", "port_id", "restarts"],
  ["openstack_images_image_v2", "properties", "in-place"],
  ["cloudstack_instance", "service_offering", "restarts"],
  ["cloudstack_instance", "affinity_group_ids", "restarts"],
  ["cloudstack_instance", "keypair", "restarts"],
  ["cloudstack_instance", "keypairs", "restarts"],
  ["cloudstack_instance", "user_data", "restarts"],
  ["cloudstack_instance", "userdata_id", "restarts"],
  ["cloudstack_instance", "userdata_details", "restarts"],
  ["cloudstack_instance", "details", "in-place"],
  ["cloudstack_instance", "display_name", "in-place"],
  ["cloudstack_instance", "group", "in-place"],
  ["cloudstack_instance", "tags", "in-place"],
  ["cloudstack_instance", "host_id", "nothing"],
  ["cloudstack_instance", "cluster_id", "nothing"],
  ["cloudstack_instance", "pod_id", "nothing"],
  ["cloudstack_instance", "uefi", "nothing"],
  ["cloudstack_instance", "properties", "nothing"],
  ["cloudstack_instance", "nicnetworklist", "nothing"],
  ["cloudstack_instance", "expunge", "nothing"],
  ["cloudstack_disk", "virtual_machine_id", "restarts"],
  ["cloudstack_firewall", "rule", "in-place"],
  ["cloudstack_egress_firewall", "rule", "in-place"],
  ["cloudstack_network", "display_text", "in-place"],
  ["cloudstack_network", "network_offering", "restarts"],
  ["terraform_data", "input", "nothing"],
];

test.each(UPDATES)("takes an update of %s.%s for %s", (type, attribute, danger) => {
  const result = updated(type, { [attribute]: "one" }, { [attribute]: "two" });

  expect(result.danger).toBe(danger);
  expect(result.changes[0]?.attributes).toEqual([attribute]);
  expect(result.counts).toEqual({ create: 0, update: 1, replace: 0, destroy: 0, forget: 0 });
  expect(result.rejected).toEqual([]);
});

const REPLACEMENTS: readonly [type: string, path: string, danger: Danger][] = [
  ["openstack_compute_instance_v2", "user_data", "destroys-data"],
  ["openstack_compute_instance_v2", "key_pair", "destroys-data"],
  ["openstack_blockstorage_volume_v3", "image_id", "destroys-data"],
  ["openstack_networking_secgroup_rule_v2", "remote_ip_prefix", "in-place"],
  ["openstack_compute_keypair_v2", "public_key", "in-place"],
  ["openstack_compute_volume_attach_v2", "instance_id", "restarts"],
  ["openstack_networking_subnet_v2", "cidr", "replaces"],
  ["openstack_networking_port_v2", "mac_address", "replaces"],
  ["openstack_networking_floatingip_v2", "pool", "replaces"],
  ["openstack_images_image_v2", "image_source_url", "destroys-data"],
  ["cloudstack_instance", "template", "destroys-data"],
  ["cloudstack_instance", "start_vm", "destroys-data"],
  ["cloudstack_instance", "network_id", "destroys-data"],
  ["cloudstack_disk", "zone", "destroys-data"],
  ["cloudstack_volume", "zone", "destroys-data"],
  ["cloudstack_attach_volume", "volume_id", "restarts"],
  ["cloudstack_ipaddress", "network_id", "replaces"],
  ["cloudstack_static_nat", "virtual_machine_id", "restarts"],
  ["cloudstack_network", "cidr", "replaces"],
  ["something_unheard_of", "colour", "replaces"],
];

test.each(REPLACEMENTS)("takes a replacement of %s because of %s for %s", (type, path, danger) => {
  const result = summary([replaced(type, [path])]);

  expect(result.danger).toBe(danger);
  expect(result.counts.replace).toBe(1);
  expect(result.changes[0]?.reason).toContain(`${path.replaceAll("_", " ")} cannot change in place.`);
});

test("takes an attribute without effect seriously again when something real changes with it", () => {
  const result = updated("cloudstack_instance", { uefi: false, ip_address: "1" }, { uefi: true, ip_address: "2" });

  expect(result.danger).toBe("in-place");
});
