import type { ExtraVolume, Issue, NamedId, OpenstackCatalog, OpenstackSitePlan, Role } from "../contract/index.ts";
import { ok, refused } from "../kernel/result.ts";
import type { Choice, ChoiceResult } from "./choice.ts";
import { choice } from "./choice.ts";
import { chooseImage } from "./choose-image.ts";
import { chooseExternalNetwork } from "./choose-network.ts";
import { chooseOffering } from "./choose-offering.ts";
import { chooseVolumeType } from "./choose-volume-type.ts";
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

/** One site on an OpenStack: flavor, image, volume types and networks by id, with the reasons. */
export function openstackSite(
  input: PlanInput,
  role: Role,
  { cloud, site }: PlacedOffer,
  catalog: OpenstackCatalog,
): CompiledSite {
  const { requirement } = input;
  const { hardware, network, placement } = requirement;
  const kept = keptSite(input, "openstack", cloud.id);
  const offering = chooseOffering(
    catalog.offerings,
    hardware,
    cloud.name,
    needUnchanged(input) ? (kept?.flavor.id ?? null) : null,
  );
  const image = chooseImage(cloud, catalog, requirement, osUnchanged(input) ? (kept?.image ?? null) : null);
  const volumes = hardware.volumes.map((volume) => ({ volume, type: volumeType(volume) }));
  const external = externalNetwork();
  const joined = network.privateNetwork.kind === "existing" ? existingNetwork(cloud, network.privateNetwork) : null;
  const boot = siteUserData(input, site, kept, image.ok && image.value.value.id === kept?.image.id);
  const issues = [offering, image, ...volumes.map((v) => v.type), external, joined, boot].flatMap(issuesOf);
  if (!offering.ok || !image.ok || !external.ok || !boot.ok || issues.length > 0) return refused(issues);
  const picks = volumes.flatMap(({ volume, type }) => (type.ok ? [{ volume, ...type.value }] : []));
  const plan: OpenstackSitePlan = {
    ...commonFields(input, role, site),
    cloud: "openstack",
    cloudId: cloud.id,
    cloudName: cloud.name,
    sandbox: cloud.sandbox,
    machine: machineState(role, placement.standby.mode),
    namePrefix: namePrefix(requirement.name, input.workspaceId, site),
    tags: siteTags({ ...input, workspaceName: requirement.name, role, site, labels: requirement.labels }),
    userData: boot.value,
    firewallRules: firewallRules(network.openPorts),
    region: cloud.location,
    availabilityZone: kept?.availabilityZone ?? null,
    flavor: pick(offering.value.value.offering),
    image: image.value.value,
    rootVolumeType: kept?.rootVolumeType ?? null,
    volumes: picks.map(({ volume, value }) => ({ name: volume.name, sizeGib: volume.sizeGib, volumeType: value })),
    externalNetwork: external.value.value,
    network:
      network.privateNetwork.kind === "own"
        ? { kind: "own", cidr: network.privateNetwork.cidr, dnsServers: cloud.mapping.dnsServers ?? [] }
        : { kind: "existing", networkId: joined?.ok ? joined.value : "" },
  };
  const chosen: readonly (readonly [string, Choice<unknown>])[] = [
    ["size", offering.value],
    ["image", image.value],
    ...picks.map((entry) => [`volume ${entry.volume.name}`, entry] as const),
    ["network", external.value],
  ];
  return ok({
    site: plan,
    explanations: chosen.map(([subject, made]) => ({ subject, text: made.reason })),
    warnings: chosen.flatMap(([, made]) => made.warnings),
  });

  /** A retype moves all the data of a volume, so a volume keeps its type while its speed is the same. */
  function volumeType(volume: ExtraVolume): ChoiceResult<string | null> {
    const before = input.previousRequirement?.hardware.volumes.find(({ name }) => name === volume.name);
    const known = kept?.volumes.find(({ name }) => name === volume.name);
    if (known !== undefined && before?.speed === volume.speed) {
      return choice(known.volumeType, "the type it has is kept.");
    }
    return chooseVolumeType(cloud, catalog, volume);
  }

  function externalNetwork(): ChoiceResult<NamedId | null> {
    if (network.privateNetwork.kind === "existing" && !network.publicAddress) {
      return choice(null, "the existing network is joined as it is.");
    }
    return chooseExternalNetwork(cloud, catalog, kept?.externalNetwork?.id ?? null);
  }
}

function pick({ id, name }: NamedId): NamedId {
  return { id, name };
}

function issuesOf(
  result: { readonly ok: true } | { readonly ok: false; readonly error: readonly Issue[] } | null,
): readonly Issue[] {
  return result === null || result.ok ? [] : result.error;
}
