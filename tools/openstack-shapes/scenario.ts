import { probeCompute } from "./compute.ts";
import { probeCorners } from "./corners.ts";
import { probeIdentity } from "./identity.ts";
import { probeImage } from "./image.ts";
import { probeNetwork, probeNetworkTeardown } from "./network.ts";
import { openProbe, type ProbeTarget, type RecordedAnswer } from "./probe.ts";
import { probeQuota } from "./quota.ts";
import { probeVolume } from "./volume.ts";

export interface ScenarioResult {
  readonly recorded: Map<string, RecordedAnswer>;
  readonly raw: Map<string, unknown>;
}

/** Walks a cloud through everything the provider and the product ask of it; leaves nothing behind. */
export async function runShapeScenario(tenantTarget: ProbeTarget, adminTarget: ProbeTarget): Promise<ScenarioResult> {
  const tenant = await openProbe(tenantTarget);
  const admin = await openProbe(adminTarget, tenant.recorded, tenant.raw);
  await probeIdentity(tenant, tenantTarget);
  const images = (await tenant.call("image", "GET", "/images?visibility=public&sort=name:asc")).json["images"] as {
    id: string;
  }[];
  const imageId = images[0]?.id ?? "";
  const made = await probeNetwork(tenant);
  await probeVolume(tenant, imageId);
  await probeImage(tenant);
  await probeCompute(tenant, { imageId, networkId: made.networkId, portId: made.portId });
  const flavors = (await tenant.call("compute", "GET", "/flavors")).json["flavors"] as { id: string; name: string }[];
  const flavorOf = (name: string) => flavors.find((flavor) => flavor.name === name)?.id ?? "";
  const flavorId = flavorOf("m1.small");
  await probeCorners(tenant, { ...made, imageId, flavorId, tinyFlavorId: flavorOf("m1.tiny") });
  await probeQuota(tenant, admin, { imageId, networkId: made.networkId, flavorId });
  await probeNetworkTeardown(tenant, made);
  return { recorded: tenant.recorded, raw: tenant.raw };
}
