/** What the stacks use of one provider; everything else of its schema is left out of `generated/`. */
export interface ProviderSubset {
  /** Folder name under `generated/` and file name under `tools/provider-schemas/`. */
  readonly folder: "openstack" | "cloudstack";
  readonly address: string;
  readonly version: string;
  /** Non-secret settings only: a credential that has no property cannot be written into a stack. */
  readonly providerSettings: readonly string[];
  readonly elementTypes: readonly string[];
}

/** The pinned providers and the element types that `stacks/` may use. */
export const BINDING_SUBSET: readonly ProviderSubset[] = [
  {
    folder: "openstack",
    address: "registry.terraform.io/terraform-provider-openstack/openstack",
    version: "3.4.0",
    providerSettings: ["region"],
    elementTypes: [
      "openstack_blockstorage_quotaset_v3",
      "openstack_blockstorage_volume_v3",
      "openstack_compute_instance_v2",
      "openstack_compute_keypair_v2",
      "openstack_compute_quotaset_v2",
      "openstack_compute_volume_attach_v2",
      "openstack_identity_project_v3",
      "openstack_identity_role_assignment_v3",
      "openstack_identity_user_v3",
      "openstack_networking_floatingip_associate_v2",
      "openstack_networking_floatingip_v2",
      "openstack_networking_network_v2",
      "openstack_networking_port_v2",
      "openstack_networking_quota_v2",
      "openstack_networking_router_interface_v2",
      "openstack_networking_router_v2",
      "openstack_networking_secgroup_rule_v2",
      "openstack_networking_secgroup_v2",
      "openstack_networking_subnet_v2",
      "openstack_objectstorage_container_v1",
    ],
  },
  {
    folder: "cloudstack",
    address: "registry.terraform.io/cloudstack/cloudstack",
    version: "0.6.0",
    providerSettings: ["http_get_only", "timeout"],
    elementTypes: [
      "cloudstack_disk",
      "cloudstack_egress_firewall",
      "cloudstack_firewall",
      "cloudstack_instance",
      "cloudstack_ipaddress",
      "cloudstack_limits",
      "cloudstack_network",
      "cloudstack_static_nat",
    ],
  },
];
