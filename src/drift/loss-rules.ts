import type { Danger } from "../contract/index.ts";

/** What is lost when an object is deleted, and what when it is deleted and made anew. */
export interface LossRule {
  readonly deleted: Danger;
  readonly replaced: Danger;
  readonly reason: string | null;
}

const DATA: LossRule = { deleted: "destroys-data", replaced: "destroys-data", reason: "Everything on it is lost." };
const OUTAGE: LossRule = {
  deleted: "restarts",
  replaced: "restarts",
  reason: "The connection breaks, for a moment when it is made again.",
};
const HARMLESS: LossRule = { deleted: "in-place", replaced: "in-place", reason: null };
const ADDRESS: LossRule = {
  deleted: "replaces",
  replaced: "replaces",
  reason: "The public address is given back to the cloud; another one takes its place, if any.",
};

/** Nothing of the object is lost with it, but every machine on it has to go first; those have entries of their own. */
const CASCADE: LossRule = {
  deleted: "replaces",
  replaced: "replaces",
  reason: "What is connected to it cannot stay as it is.",
};
const BALANCER: LossRule = {
  ...OUTAGE,
  reason: "What is reached through the load balancer is away meanwhile.",
};

/** Of a type that is not listed nothing is known: losing it is taken seriously, but holds no data. */
export const UNKNOWN_LOSS: LossRule = { deleted: "replaces", replaced: "replaces", reason: null };

export const LOSS_RULES: Readonly<Record<string, LossRule>> = {
  openstack_compute_instance_v2: DATA,
  openstack_blockstorage_volume_v3: DATA,
  openstack_images_image_v2: { ...DATA, reason: "The image is removed before a new one exists." },
  openstack_objectstorage_container_v1: DATA,
  cloudstack_instance: DATA,
  cloudstack_disk: DATA,
  cloudstack_volume: DATA,
  cloudstack_template: { ...DATA, reason: "The image is removed before a new one exists." },
  openstack_compute_volume_attach_v2: {
    ...OUTAGE,
    reason: "The disk is taken from the machine while it may be in use.",
  },
  cloudstack_attach_volume: { ...OUTAGE, reason: "The disk is taken from the machine while it may be in use." },
  openstack_networking_floatingip_associate_v2: OUTAGE,
  openstack_networking_router_interface_v2: OUTAGE,
  cloudstack_static_nat: OUTAGE,
  cloudstack_firewall: { deleted: "in-place", replaced: "restarts", reason: "Its ports close." },
  cloudstack_egress_firewall: { deleted: "in-place", replaced: "restarts", reason: "Its ports close." },
  cloudstack_port_forward: { deleted: "in-place", replaced: "restarts", reason: "Its ports close." },
  openstack_networking_floatingip_v2: ADDRESS,
  cloudstack_ipaddress: ADDRESS,
  openstack_networking_port_v2: {
    ...CASCADE,
    reason: "The machine’s network card goes with it.",
  },
  openstack_networking_network_v2: CASCADE,
  openstack_networking_subnet_v2: CASCADE,
  openstack_networking_router_v2: CASCADE,
  cloudstack_network: CASCADE,
  openstack_lb_loadbalancer_v2: ADDRESS,
  openstack_lb_listener_v2: BALANCER,
  openstack_lb_pool_v2: BALANCER,
  openstack_lb_monitor_v2: BALANCER,
  cloudstack_loadbalancer_rule: BALANCER,
  cloudstack_snapshot_policy: { ...HARMLESS, reason: "The schedule begins anew; snapshots that exist stay." },
  openstack_networking_secgroup_rule_v2: HARMLESS,
  openstack_compute_keypair_v2: HARMLESS,
  cloudstack_ssh_keypair: HARMLESS,
  terraform_data: { deleted: "nothing", replaced: "nothing", reason: null },
};
