type Fields = Readonly<Record<string, unknown>>;

const RULE = { protocol: "tcp", cidr_list: ["0.0.0.0/0"] };
const DEVICE = { source_type: "image", destination_type: "volume", boot_index: 0, delete_on_termination: true };
const FLAG = [true, false] as const;
const LIST = [["a"], ["b"]] as const;
const MAP = [{ a: "1" }, { a: "2" }] as const;

/** What an object of each type has to have; what a row changes is laid over it. */
export const BASES: Readonly<Record<string, Fields>> = {
  openstack_compute_instance_v2: {
    ...{ name: "web", flavor_id: "1", power_state: "active", force_delete: false, stop_before_destroy: false },
  },
  openstack_networking_port_v2: { network_id: "n" },
  openstack_blockstorage_volume_v3: {
    ...{ name: "web", size: 10, volume_retype_policy: "on-demand", enable_online_resize: true },
  },
  openstack_compute_volume_attach_v2: { instance_id: "i", volume_id: "v" },
  openstack_images_image_v2: { name: "web", container_format: "bare", disk_format: "qcow2" },
  openstack_compute_keypair_v2: { name: "web" },
  openstack_networking_floatingip_associate_v2: { floating_ip: "192.0.2.1", port_id: "p" },
  openstack_networking_secgroup_rule_v2: {
    ...{ direction: "ingress", ethertype: "IPv4", security_group_id: "s", protocol: "tcp" },
    ...{ port_range_min: 80, port_range_max: 90 },
  },
  openstack_networking_subnet_v2: { network_id: "n", cidr: "10.0.0.0/24", ip_version: 4 },
  openstack_networking_network_v2: { name: "web" },
  openstack_networking_router_v2: { name: "web" },
  openstack_lb_loadbalancer_v2: { name: "web", vip_subnet_id: "s" },
  openstack_lb_listener_v2: { loadbalancer_id: "l", protocol: "HTTP", protocol_port: 80 },
  openstack_lb_members_v2: { pool_id: "p" },
  cloudstack_instance: {
    ...{ name: "web", service_offering: "s", template: "t", zone: "z", start_vm: true, uefi: false, expunge: false },
  },
  cloudstack_disk: { name: "web", zone: "z", disk_offering: "d", size: 10, attach: true, virtual_machine_id: "v" },
  cloudstack_attach_volume: { volume_id: "v", virtual_machine_id: "m" },
  cloudstack_ipaddress: {},
  cloudstack_static_nat: { ip_address_id: "i", virtual_machine_id: "m" },
  cloudstack_firewall: { ip_address_id: "i" },
  cloudstack_egress_firewall: { network_id: "n" },
  cloudstack_port_forward: { ip_address_id: "i" },
  cloudstack_network: { name: "web", cidr: "10.0.0.0/24", network_offering: "o", zone: "z", acl_id: "none" },
  cloudstack_template: {
    ...{ name: "web", format: "QCOW2", hypervisor: "KVM", os_type: "o", url: "http://192.0.2.1/a.qcow2", zone: "z" },
    is_ready_timeout: 300,
  },
  cloudstack_loadbalancer_rule: {
    ...{
      name: "web",
      algorithm: "roundrobin",
      ip_address_id: "i",
      member_ids: ["m"],
      private_port: 80,
      public_port: 80,
    },
  },
  cloudstack_snapshot_policy: {
    ...{ interval_type: "DAILY", max_snaps: 8, schedule: "00:00", timezone: "UTC", volume_id: "v" },
  },
  cloudstack_service_offering_constrained: {
    ...{ name: "web", display_text: "web", cpu_speed: 1000, min_cpu_number: 1, max_cpu_number: 4 },
    ...{ min_memory: 512, max_memory: 4096 },
  },
  cloudstack_service_offering: {
    ...{ name: "web", display_text: "web", limit_cpu_use: false, offer_ha: false, storage_type: "shared" },
  },
};

/** Before and after of what is no plain text, by attribute; with its type where types differ. */
export const VALUES: Readonly<Record<string, readonly [before: unknown, after: unknown]>> = {
  metadata: MAP,
  "openstack_compute_instance_v2.tags": LIST,
  "openstack_images_image_v2.tags": LIST,
  tags: MAP,
  properties: MAP,
  details: MAP,
  userdata_details: MAP,
  security_groups: LIST,
  security_group_ids: LIST,
  security_group_names: LIST,
  affinity_group_ids: LIST,
  affinity_group_names: LIST,
  keypairs: LIST,
  member_ids: LIST,
  nicnetworklist: MAP,
  cidrlist: [["192.0.2.0/24"], ["198.51.100.0/24"]],
  config_drive: FLAG,
  admin_state_up: FLAG,
  protected: FLAG,
  hidden: FLAG,
  decompress: FLAG,
  distributed: FLAG,
  uefi: FLAG,
  expunge: FLAG,
  start_vm: FLAG,
  source_nat_ip: FLAG,
  is_extractable: FLAG,
  is_featured: FLAG,
  is_public: FLAG,
  for_cks: FLAG,
  password_enabled: FLAG,
  size: [10, 20],
  root_disk_size: [10, 20],
  min_disk_gb: [1, 2],
  min_ram_mb: [512, 1024],
  vlan: [100, 101],
  device_id: [1, 2],
  max_snaps: [8, 4],
  max_cpu_number: [4, 8],
  protocol_port: [80, 81],
  port_range_min: [80, 81],
  public_port: [80, 81],
  private_port: [80, 81],
  power_state: ["active", "shutoff"],
  boot_mode: ["LEGACY", "SECURE"],
  disk_format: ["qcow2", "raw"],
  container_format: ["bare", "ovf"],
  visibility: ["private", "public"],
  algorithm: ["roundrobin", "leastconn"],
  interval_type: ["DAILY", "WEEKLY"],
  "openstack_lb_listener_v2.protocol": ["HTTP", "TCP"],
  protocol: ["tcp", "udp"],
  "cloudstack_template.format": ["QCOW2", "RAW"],
  cidr: ["10.0.0.0/24", "10.1.0.0/24"],
  gateway: ["10.0.0.1", "10.0.0.2"],
  mac_address: ["fa:16:3e:00:00:01", "fa:16:3e:00:00:02"],
  ip_address: ["10.0.0.5", "10.0.0.6"],
  vip_address: ["10.0.0.5", "10.0.0.6"],
  image_source_url: ["http://192.0.2.1/a", "http://192.0.2.1/b"],
  url: ["http://192.0.2.1/a.qcow2", "http://192.0.2.1/b.qcow2"],
  // The state keeps the digest of what is in the configuration.
  "openstack_compute_instance_v2.user_data": ["86f7e437faa5a7fce15d1ddcb9eaeaea377667b8", "b"],
  "cloudstack_instance.user_data": ["86f7e437faa5a7fce15d1ddcb9eaeaea377667b8", "b"],
  network: [[{ uuid: "a" }], [{ uuid: "b" }]],
  scheduler_hints: [
    [{ group: "11111111-1111-4111-8111-111111111111" }],
    [{ group: "22222222-2222-4222-8222-222222222222" }],
  ],
  // Another content of the same file is not even seen by the provider.
  personality: [[{ file: "/a", content: "a" }], [{ file: "/b", content: "a" }]],
  block_device: [[{ ...DEVICE, uuid: "a", volume_size: 10 }], [{ ...DEVICE, uuid: "a", volume_size: 20 }]],
  fixed_ip: [[{ subnet_id: "s", ip_address: "10.0.0.5" }], [{ subnet_id: "s", ip_address: "10.0.0.6" }]],
  allowed_address_pairs: [[{ ip_address: "10.0.0.7" }], [{ ip_address: "10.0.0.8" }]],
  rule: [[{ ...RULE, ports: ["80"] }], [{ ...RULE, ports: ["81"] }]],
  forward: [
    [{ protocol: "tcp", private_port: 80, public_port: 80, virtual_machine_id: "m" }],
    [{ protocol: "tcp", private_port: 81, public_port: 81, virtual_machine_id: "m" }],
  ],
  member: [
    [{ address: "10.0.0.5", protocol_port: 80, weight: 1 }],
    [{ address: "10.0.0.5", protocol_port: 80, weight: 2 }],
  ],
};
