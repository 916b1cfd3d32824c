import type { CloudstackCatalog, CloudstackSitePlan, ExtraVolume, Issue, NamedId, Role } from "../contract/index.ts";
import { ok, type Result, refused } from "../kernel/result.ts";
import type { Choice, ChoiceResult } from "./choice.ts";
import { choice } from "./choice.ts";
import { chooseImage } from "./choose-image.ts";
import { chooseNetworkOffering } from "./choose-network.ts";
import { chooseServiceOffering } from "./choose-service-offering.ts";
import { chooseDiskOffering, type DiskOffering } from "./choose-volume-type.ts";
import type { PlacedOffer } from "./cloud-offer.ts";
import { existingNetwork } from "./existing-network.ts";
import { firewallRules } from "./firewall-rules.ts";
import { machineState } from "./machine-state.ts";
import {
  type CompiledSite,
  commonFields,
  keptSite,
  needUnchanged,
  osUnchanged,
  type PlanInput,
  siteUserData,
} from "./site-context.ts";
import { namePrefix } from "./site-names.ts";
import { siteTags } from "./site-tags.ts";

/** CloudStack's own default of max.template.iso.size, used where the catalog does not tell. */
const USUAL_TEMPLATE_LIMIT_GIB = 50;

/** One site on a CloudStack: service offering, template, disk offerings and network offering by id, with the reasons. */
export function cloudstackSite(
  input: PlanInput,
  role: Role,
  offer: PlacedOffer,
  catalog: CloudstackCatalog,
): CompiledSite {
  const { cloud, site } = offer;
  const { requirement } = input;
  const { hardware, network, placement } = requirement;
  const kept = keptSite(input, "cloudstack", cloud.id);
  const offering = chooseServiceOffering(
    catalog,
    hardware,
    cloud.name,
    needUnchanged(input) ? (kept?.serviceOffering.id ?? null) : null,
  );
  const template = chooseImage(cloud, catalog, requirement, osUnchanged(input) ? (kept?.template ?? null) : null);
  const volumes = hardware.volumes.map((volume, index) => ({ volume, type: diskOffering(volume, index) }));
  const net = siteNetwork();
  const boot = siteUserData(input, site, kept, template.ok && template.value.value.id === kept?.template.id);
  const issues = [offering, template, ...volumes.map((v) => v.type), net, boot].flatMap(issuesOf);
  if (!offering.ok || !template.ok || !net.ok || !boot.ok || issues.length > 0) return refused(issues);
  const picks = volumes.flatMap(({ volume, type }) => (type.ok ? [{ volume, ...type.value }] : []));
  const { offering: size, custom } = offering.value.value;
  const plan: CloudstackSitePlan = {
    ...commonFields(input, role, site),
    cloud: "cloudstack",
    cloudId: cloud.id,
    cloudName: cloud.name,
    sandbox: cloud.sandbox,
    machine: machineState(role, placement.standby.mode),
    namePrefix: namePrefix(requirement.name, input.workspaceId, site),
    tags: siteTags({ ...input, workspaceName: requirement.name, role, site, labels: requirement.labels }),
    userData: boot.value,
    firewallRules: firewallRules(network.openPorts),
    zone: speakable(catalog.zone),
    projectId: offer.projectId ?? null,
    serviceOffering: { ...speakable(size), custom },
    template: speakable(template.value.value),
    volumes: picks.map(({ volume, value }) => ({
      name: volume.name,
      sizeGib: volume.sizeGib,
      diskOffering: { ...value, ...speakable(value) },
    })),
    network: net.value.value,
    expunge: catalog.mayExpunge,
  };
  const chosen: readonly (readonly [string, Choice<unknown>])[] = [
    ["size", offering.value],
    ["image", template.value],
    ...picks.map((entry) => [`volume ${entry.volume.name}`, entry] as const),
    ["network", net.value],
  ];
  return ok({
    site: plan,
    explanations: chosen.map(([subject, made]) => ({ subject, text: made.reason })),
    warnings: [...chosen.flatMap(([, made]) => made.warnings), ...powerWarnings(), ...limitWarnings()],
  });

  function diskOffering(volume: ExtraVolume, index: number): ChoiceResult<DiskOffering> {
    const before = input.previousRequirement?.hardware.volumes.find(({ name }) => name === volume.name);
    const known = kept?.volumes.find(({ name }) => name === volume.name);
    const stillFits = known?.diskOffering.fixedSize !== true || known.sizeGib === volume.sizeGib;
    if (known !== undefined && before?.speed === volume.speed && stillFits) {
      return choice(known.diskOffering, "the disk offering it has is kept.");
    }
    return chooseDiskOffering(cloud, catalog, volume, index);
  }

  function siteNetwork(): Result<Choice<CloudstackSitePlan["network"]>, readonly Issue[]> {
    if (network.privateNetwork.kind === "existing") {
      const joined = existingNetwork(cloud, network.privateNetwork);
      return joined.ok
        ? choice({ kind: "existing", networkId: joined.value }, "the existing network is joined as it is.")
        : joined;
    }
    const { cidr } = network.privateNetwork;
    const keptId = kept?.network.kind === "own" ? kept.network.networkOffering.id : null;
    const picked = chooseNetworkOffering(cloud, catalog, keptId);
    if (!picked.ok) return picked;
    const { value, reason, warnings } = picked.value;
    const networkOffering = speakable(value);
    return choice(
      { kind: "own", cidr, networkOffering, egressDefaultAllow: value.egressDefaultAllow },
      reason,
      warnings,
    );
  }

  /** The provider never starts or stops what exists: `start_vm` counts at creation only (clouds.md §6). */
  function powerWarnings(): readonly string[] {
    if (kept === null || kept.machine === "absent" || plan.machine === "absent" || kept.machine === plan.machine) {
      return [];
    }
    const verb = plan.machine === "running" ? "start" : "stop";
    return [
      `Terraform cannot ${verb} a machine that already stands on cloud “${cloud.name}”: ${verb} it after the apply, on its page or with “twinstack machine ${verb}”.`,
    ];
  }

  function limitWarnings(): readonly string[] {
    const limit = catalog.maxRootDiskGib ?? USUAL_TEMPLATE_LIMIT_GIB;
    const disks = [hardware.rootDiskGib, ...hardware.volumes.map((volume) => volume.sizeGib)];
    const tooLarge = Math.max(...disks) > limit && placement.standby.mode !== "off";
    const leftovers = catalog.mayExpunge
      ? []
      : [
          `On cloud “${cloud.name}” this account may not expunge machines: after a destroy the network stays until the cloud removes the machine for good, usually a day later; then destroy again. The machine's host name there carries the revision, because the name of a removed one stays taken as long.`,
        ];
    return tooLarge
      ? [
          `A disk is larger than ${limit} GiB, the largest image cloud “${cloud.name}” ${catalog.maxRootDiskGib === null ? "usually " : ""}imports; a copy of it cannot be moved there unless the administrator raises max.template.iso.size.`,
          ...leftovers,
        ]
      : leftovers;
  }
}

/** Names go along for people only; one with `~` must not spoil a request's signature (clouds.md C12). */
function speakable({ id, name }: NamedId): NamedId {
  return { id, name: name.replaceAll("~", "-") };
}

function issuesOf(
  result: { readonly ok: true } | { readonly ok: false; readonly error: readonly Issue[] },
): readonly Issue[] {
  return result.ok ? [] : result.error;
}
