import type { Instance, OpenPort, Requirement, Revision, SitePlan, SiteSummary } from "../contract/index.ts";
import { plainStatus } from "./plain-status.ts";

/** What was asked for, and how to get in where there is an address to get in at. */
export function describeMachine(revision: Revision, instances: readonly Instance[]): readonly string[] {
  const { requirement, deploymentPlan } = revision;
  const sandbox = deploymentPlan.sites.some((site) => site.sandbox);
  const address = instances.find(({ role }) => role === "primary")?.publicAddress ?? null;
  return [
    ...(sandbox ? ["sandbox: these clouds are a try-out, no real machine is made"] : []),
    `asked for:  ${sizeOf(requirement)}, ${requirement.software.os.family} ${requirement.software.os.version}, standby ${requirement.placement.standby.mode}`,
    `open ports: ${requirement.network.openPorts.map(describePort).join(", ") || "none"}`,
    ...(address === null || sandbox ? [] : [`log in:     ssh ${requirement.access.loginName}@${address}`]),
    ...(deploymentPlan.clouds ?? []).filter(({ role }) => role === null).map(({ text }) => `other cloud: ${text}`),
    ...deploymentPlan.warnings.map((text) => `warning: ${text}`),
  ];
}

/** One site: where it is, what it got and why. */
export function describeSite(site: SiteSummary, { deploymentPlan }: Revision): readonly string[] {
  const applied = site.appliedRevision === null ? "never applied" : `revision ${site.appliedRevision} applied`;
  const last =
    site.lastRun === null ? "no run yet" : `last run ${plainStatus({ ...site.lastRun, queuePosition: null })}`;
  const plan = deploymentPlan.sites.find((planned) => planned.site === site.site);
  const reasons = deploymentPlan.explanations.filter((line) => line.site === site.site);
  const where = site.sandbox ? `${site.cloudName} (sandbox)` : site.cloudName;
  return [
    `${site.role === "primary" ? "main" : "standby"} on ${where}: ${applied}, ${last}`,
    ...(plan === undefined ? [] : [`  ${describeChoice(plan)}`]),
    ...reasons.map(({ text }) => `  - ${text}`),
  ];
}

function describeChoice(plan: SitePlan): string {
  const [size, image] =
    plan.cloud === "openstack" ? [plan.flavor.name, plan.image.name] : [plan.serviceOffering.name, plan.template.name];
  const disks = [
    `${plan.rootDiskGib} GiB root disk`,
    ...plan.volumes.map(({ name, sizeGib }) => `${name} ${sizeGib} GiB`),
  ];
  return `size ${size}, image ${image}, ${disks.join(", ")}`;
}

function sizeOf({ hardware }: Requirement): string {
  const volumes = hardware.volumes.map(({ name, sizeGib }) => ` + ${name} ${sizeGib} GiB`).join("");
  return `${hardware.vcpu} vCPU, ${hardware.memoryGib} GiB memory, ${hardware.rootDiskGib} GiB disk${volumes}`;
}

function describePort({ protocol, fromPort, toPort, source }: OpenPort): string {
  const ports = fromPort === null ? "" : fromPort === toPort ? ` ${fromPort}` : ` ${fromPort}-${toPort ?? ""}`;
  return `${protocol}${ports} from ${source === "0.0.0.0/0" ? "everywhere" : source}`;
}
