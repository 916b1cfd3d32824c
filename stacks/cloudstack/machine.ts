import { createHash } from "node:crypto";
import { DataResource, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { Instance } from "../../generated/cloudstack/instance.ts";
import { type CloudstackSitePlan, siteMark } from "../../src/contract/index.ts";
import { userDataText } from "../user-data.ts";
import { DataDisks } from "./data-disks.ts";
import type { SiteNetwork } from "./site-network.ts";

export interface MachineConfig {
  readonly plan: CloudstackSitePlan;
  readonly tags: Readonly<Record<string, string>>;
  readonly network: SiteNetwork;
}

/**
 * What must never follow the plan on an existing instance:
 * `user_data` stops and starts it, even a stopped standby (C1), without booting it anew, and differs for ever where the
 * cloud returns it (C2), so its digest replaces the instance instead, as on OpenStack;
 * `details` looks changed but is not (C4); `start_vm` would replace the instance, so running and stopped are the
 * product's own calls once it exists (clouds.md §6).
 */
const FIXED_AT_CREATION = ["user_data", "details", "start_vm"];
/** Following these starts an instance that is to stay stopped (C1); they are caught up on when it is to run again. */
const FIXED_WHILE_STOPPED = ["name", "service_offering"];

/** The instance with its data disks. Keys come from cloud-init: a key pair here would be refused for a second workspace. */
export class Machine extends Construct {
  readonly instance: ITerraformDependable;
  readonly instanceId: string;
  readonly privateAddress: string;
  readonly volumeIds: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { plan, tags, network }: MachineConfig) {
    super(scope, id);
    const userData = userDataText(plan.userData);
    const firstBoot = new DataResource(this, "first-boot", { input: { user_data_sha256: digest(userData) } });
    const instance = new Instance(this, "instance", {
      name: hostName(plan),
      displayName: displayName(plan),
      zone: plan.zone.id,
      ...(plan.projectId !== null && { project: plan.projectId }),
      serviceOffering: plan.serviceOffering.id,
      ...(plan.serviceOffering.custom !== null && { details: customSize(plan.serviceOffering.custom) }),
      template: plan.template.id,
      rootDiskSize: plan.rootDiskGib,
      networkId: network.networkId,
      userData,
      startVm: plan.machine === "running",
      expunge: plan.expunge,
      tags: { ...tags },
      ...(network.readiness.length > 0 && { dependsOn: [...network.readiness] }),
      lifecycle: {
        ignoreChanges: fixedParts(plan),
        replaceTriggeredBy: [`terraform_data.${firstBoot.friendlyUniqueId}`],
      },
    });
    this.instance = instance;
    this.instanceId = instance.id;
    this.privateAddress = instance.ipAddress;
    this.volumeIds = new DataDisks(this, "disk", { plan, tags, instanceId: instance.id }).volumeIds;
  }
}

/**
 * Where machines are not expunged, a destroyed one keeps its host name in the network for about a day (431), so the
 * one that replaces it, always by a later revision, needs another.
 */
function hostName({ expunge, instanceName, revision }: CloudstackSitePlan): string {
  return expunge ? instanceName : `${instanceName}-r${revision}`;
}

/**
 * On a network of its own a machine is known by its host name until it is tagged. On somebody else's network only a
 * text that is there from the start tells it from a machine of the same name.
 */
function displayName(plan: CloudstackSitePlan): string {
  return plan.network.kind === "own" ? plan.instanceName : `${plan.instanceName} (${siteMark(plan)})`;
}

function fixedParts({ expunge, machine, network }: CloudstackSitePlan): string[] {
  const whileStopped = machine === "stopped" ? FIXED_WHILE_STOPPED : [];
  const marked = network.kind === "own" ? [] : ["display_name"];
  return [...new Set([...FIXED_AT_CREATION, ...(expunge ? [] : ["name"]), ...whileStopped, ...marked])];
}

/** The detail names CloudStack expects of a custom offering. */
function customSize(size: { vcpu: number; memoryMib: number; cpuSpeedMhz: number | null }): Record<string, string> {
  return {
    cpuNumber: String(size.vcpu),
    memory: String(size.memoryMib),
    ...(size.cpuSpeedMhz !== null && { cpuSpeed: String(size.cpuSpeedMhz) }),
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
