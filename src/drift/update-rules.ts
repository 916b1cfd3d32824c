import type { Danger } from "../contract/index.ts";

/** What an in-place update of certain attributes really does (clouds.md §2.1 and §2.2). */
export interface UpdateRule {
  /** First parts of attribute paths. */
  readonly attributes: readonly string[];
  readonly danger: Danger;
  /** Begins the title, as in "Resizes the machine"; null lists the changed attributes instead. */
  readonly verb: string | null;
  readonly reason: string | null;
  /** The provider starts the machine afterwards, even one that was stopped on purpose (C1). */
  readonly starts?: true;
}

/** Most dangerous first: the first rule that names a changed attribute decides. What no rule names is in place. */
export const UPDATE_RULES: Readonly<Record<string, readonly UpdateRule[]>> = {
  openstack_compute_instance_v2: [
    {
      attributes: ["image_id", "image_name", "personality"],
      danger: "destroys-data",
      verb: "Rebuilds",
      reason: "OpenStack rebuilds the machine from the image: its root disk is wiped, although Terraform says update.",
    },
    {
      attributes: ["flavor_id", "flavor_name"],
      danger: "restarts",
      verb: "Resizes",
      reason: "OpenStack shuts the machine down and starts it again with its new size.",
    },
    { attributes: ["power_state"], danger: "restarts", verb: null, reason: null },
  ],
  openstack_blockstorage_volume_v3: [
    {
      attributes: ["volume_type"],
      danger: "in-place",
      verb: "Moves",
      reason: "The disk moves to other storage, which can take long.",
    },
    {
      attributes: ["size"],
      danger: "in-place",
      verb: "Grows",
      reason: "The guest must grow its file system afterwards.",
    },
  ],
  openstack_networking_floatingip_associate_v2: [
    { attributes: ["port_id"], danger: "restarts", verb: "Moves", reason: "The public address is away for a moment." },
  ],
  openstack_networking_port_v2: [
    {
      attributes: ["fixed_ip", "admin_state_up"],
      danger: "restarts",
      verb: "Changes",
      reason: "The machine's private address or connection changes while it runs.",
    },
  ],
  cloudstack_instance: [
    {
      attributes: [
        "service_offering",
        "name",
        "affinity_group_ids",
        "affinity_group_names",
        "keypair",
        "keypairs",
        "user_data",
        "userdata_id",
        "userdata_details",
      ],
      danger: "restarts",
      verb: "Restarts",
      reason: "CloudStack makes this change on a stopped machine only: it is stopped, changed and started.",
      starts: true,
    },
    {
      attributes: ["details"],
      danger: "in-place",
      verb: "Changes",
      reason: "It looks done, but takes effect only when the machine is next stopped and started.",
    },
    { attributes: ["display_name", "group", "tags"], danger: "in-place", verb: null, reason: null },
    {
      attributes: ["host_id", "cluster_id", "pod_id", "uefi", "properties", "nicnetworklist", "expunge"],
      danger: "nothing",
      verb: "Only notes a change of",
      reason: "The provider changes nothing on the cloud for this; only the state will say so.",
    },
  ],
  cloudstack_disk: [
    {
      attributes: ["virtual_machine_id", "attach", "device_id"],
      danger: "restarts",
      verb: "Attaches",
      reason:
        "The disk is detached and attached again; when detaching fails, CloudStack's provider restarts the machine.",
    },
    {
      attributes: ["size"],
      danger: "in-place",
      verb: "Grows",
      reason: "The guest must grow its file system afterwards.",
    },
  ],
  cloudstack_network: [
    {
      attributes: ["network_offering"],
      danger: "restarts",
      verb: "Restarts",
      reason: "The network's router is restarted: connections break for a while.",
    },
  ],
  cloudstack_template: [
    {
      attributes: ["is_public"],
      danger: "nothing",
      verb: "Only notes a change of",
      reason: "The provider changes nothing on the cloud for this; only the state will say so.",
    },
  ],
  cloudstack_firewall: [ports()],
  cloudstack_egress_firewall: [ports()],
  cloudstack_port_forward: [ports("forward")],
};

/** Updates that a provider does wrongly or dies of, so that they must not be applied at all (clouds.md §2.2). */
export const FORBIDDEN_UPDATES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  cloudstack_attach_volume: { device_id: "The provider crashes on a device number; leave it out." },
  cloudstack_service_offering: {
    display_text: "The provider would write this text into the size’s name; make a new size instead.",
  },
};

/** Attributes whose value is a size that no cloud makes smaller. */
export const SIZES: Readonly<Record<string, readonly string[]>> = {
  openstack_blockstorage_volume_v3: ["size"],
  openstack_compute_instance_v2: ["block_device.*.volume_size"],
  cloudstack_disk: ["size"],
  cloudstack_volume: ["size"],
  cloudstack_instance: ["root_disk_size"],
};

function ports(attribute = "rule"): UpdateRule {
  return {
    attributes: [attribute],
    danger: "in-place",
    verb: "Changes",
    reason: "The changed rules are removed and made again: their ports close for a moment.",
  };
}
