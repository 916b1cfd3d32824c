import type { ChangeRow } from "./change-row.ts";

const OS = "openstack_compute_instance_v2";
const VOLUME = "openstack_blockstorage_volume_v3";
const PORT = "openstack_networking_port_v2";
const FROM_IMAGE = { id: "1", name: "web", block_device: [] };
const FROM_VOLUME = {
  ...{ id: "1", name: "web" },
  block_device: [{ uuid: "root", boot_index: 0, source_type: "volume", delete_on_termination: false }],
};

/** clouds.md §2.1, provider 3.4.0. */
export const OPENSTACK_ROWS: readonly ChangeRow[] = [
  {
    ...{ row: "image_id / image_name (image-booted)", type: OS, attributes: ["image_id", "image_name"] },
    ...{ plan: "update", danger: "destroys-data", says: "root disk is wiped, although Terraform says update" },
  },
  { row: "personality", type: OS, attributes: ["personality"], plan: "update", danger: "destroys-data" },
  {
    ...{ row: "image_id set together with block_device", type: OS, attributes: ["image_id"], plan: "update" },
    ...{ danger: "destroys-data", before: FROM_VOLUME, after: FROM_VOLUME, rejected: "refuses to rebuild" },
  },
  {
    ...{ row: "flavor_id / flavor_name", type: OS, attributes: ["flavor_id", "flavor_name"], plan: "update" },
    ...{ danger: "restarts", says: "shuts the machine down and starts it again" },
  },
  {
    row: "… if the old flavor was deleted",
    type: OS,
    attributes: ["flavor_id"],
    plan: "replace",
    danger: "destroys-data",
    // The provider reads nothing where there is no such flavor any more.
    before: { id: "1", name: "web", flavor_id: "", flavor_name: "" },
    after: { name: "web", flavor_id: "b" },
  },
  { row: "user_data", type: OS, attributes: ["user_data"], plan: "replace", danger: "destroys-data" },
  {
    ...{ row: "user_data, booted from a volume of its own", type: OS, attributes: ["user_data"], plan: "replace" },
    ...{ danger: "replaces", before: FROM_VOLUME, says: "disks stay" },
  },
  {
    ...{ row: "key_pair, network.*, availability_zone, config_drive, scheduler_hints.*, block_device.*", type: OS },
    attributes: ["key_pair", "network", "availability_zone", "config_drive", "scheduler_hints", "block_device"],
    ...{ plan: "replace", danger: "destroys-data", before: FROM_IMAGE },
  },
  { row: "instance name", type: OS, attributes: ["name"], plan: "update", danger: "in-place" },
  { row: "instance metadata, tags", type: OS, attributes: ["metadata", "tags"], plan: "update", danger: "in-place" },
  { row: "instance security_groups", type: OS, attributes: ["security_groups"], plan: "update", danger: "in-place" },
  { row: "instance admin_pass", type: OS, attributes: ["admin_pass"], plan: "update", danger: "in-place" },
  { row: "instance power_state", type: OS, attributes: ["power_state"], plan: "update", danger: "restarts" },
  {
    ...{ row: "port security_group_ids, allowed_address_pairs", type: PORT, plan: "update", danger: "in-place" },
    attributes: ["security_group_ids", "allowed_address_pairs"],
  },
  // In place for Terraform; whoever is connected notices.
  {
    row: "port fixed_ip, admin_state_up",
    type: PORT,
    attributes: ["fixed_ip", "admin_state_up"],
    plan: "update",
    danger: "restarts",
  },
  {
    ...{ row: "port mac_address, network_id, tenant_id", type: PORT, plan: "replace", danger: "replaces" },
    ...{ attributes: ["mac_address", "network_id", "tenant_id"], says: "network card" },
  },
  {
    ...{ row: "volume size ↑", type: VOLUME, attributes: ["size"], plan: "update", danger: "in-place" },
    ...{ before: { size: 10 }, after: { size: 20 }, says: "guest must grow its file system" },
  },
  {
    ...{ row: "volume size ↓", type: VOLUME, attributes: ["size"], plan: "update", danger: "in-place" },
    ...{ before: { size: 20 }, after: { size: 10 }, rejected: "cannot become smaller (20 to 10 GiB)" },
  },
  {
    row: "volume volume_type",
    type: VOLUME,
    attributes: ["volume_type"],
    plan: "update",
    danger: "in-place",
    says: "can take long",
  },
  {
    ...{ row: "volume image_id, snapshot_id, source_vol_id, backup_id, availability_zone", type: VOLUME },
    attributes: ["image_id", "snapshot_id", "source_vol_id", "backup_id", "availability_zone"],
    ...{ plan: "replace", danger: "destroys-data" },
  },
  {
    ...{ row: "volume_attach (any)", type: "openstack_compute_volume_attach_v2", plan: "replace", danger: "restarts" },
    attributes: ["instance_id", "volume_id"],
  },
  {
    ...{ row: "image local_file_path, image_source_url, disk_format, container_format, decompress" },
    attributes: ["local_file_path", "image_source_url", "disk_format", "container_format", "decompress"],
    ...{
      type: "openstack_images_image_v2",
      plan: "replace",
      danger: "destroys-data",
      says: "removed before a new one",
    },
  },
  {
    ...{ row: "image name, tags, properties, visibility, protected, hidden, min_*", type: "openstack_images_image_v2" },
    attributes: ["name", "tags", "properties", "visibility", "protected", "hidden", "min_disk_gb", "min_ram_mb"],
    ...{ plan: "update", danger: "in-place" },
  },
  {
    row: "keypair (any)",
    type: "openstack_compute_keypair_v2",
    attributes: ["public_key"],
    plan: "replace",
    danger: "in-place",
  },
  // In place for Terraform; the address is away for a moment.
  {
    row: "floatingip_associate port_id",
    type: "openstack_networking_floatingip_associate_v2",
    attributes: ["port_id"],
    plan: "update",
    danger: "restarts",
  },
  {
    row: "secgroup_rule (any)",
    type: "openstack_networking_secgroup_rule_v2",
    attributes: ["protocol", "port_range_min"],
    plan: "replace",
    danger: "in-place",
  },
  {
    row: "subnet cidr",
    type: "openstack_networking_subnet_v2",
    attributes: ["cidr"],
    plan: "replace",
    danger: "replaces",
    says: "cannot stay as it is",
  },
  {
    row: "network tenant_id",
    type: "openstack_networking_network_v2",
    attributes: ["tenant_id"],
    plan: "replace",
    danger: "replaces",
    says: "cannot stay as it is",
  },
  {
    row: "router distributed",
    type: "openstack_networking_router_v2",
    attributes: ["distributed"],
    plan: "replace",
    danger: "replaces",
    says: "cannot stay as it is",
  },
  {
    row: "LB vip_*",
    type: "openstack_lb_loadbalancer_v2",
    attributes: ["vip_address", "vip_subnet_id"],
    plan: "replace",
    danger: "replaces",
    says: "public address",
  },
  {
    row: "LB protocol, protocol_port",
    type: "openstack_lb_listener_v2",
    attributes: ["protocol", "protocol_port"],
    plan: "replace",
    danger: "restarts",
    says: "away meanwhile",
  },
  {
    row: "LB members, weights",
    type: "openstack_lb_members_v2",
    attributes: ["member"],
    plan: "update",
    danger: "in-place",
  },
];
