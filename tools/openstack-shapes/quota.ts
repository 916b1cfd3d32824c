import type { Probe } from "./probe.ts";

/** The three ways of saying "over quota": nova 403, cinder 413, neutron 409. Needs an administrator beside the tenant. */
export async function probeQuota(
  tenant: Probe,
  admin: Probe,
  parts: { imageId: string; networkId: string; flavorId: string },
): Promise<void> {
  const project = tenant.projectId;
  const setCompute = (quota_set: unknown, name?: string) =>
    admin.call("compute", "PUT", `/os-quota-sets/${project}`, {
      body: { quota_set },
      ...(name === undefined ? {} : { name }),
    });
  const before = (await admin.call("compute", "GET", `/os-quota-sets/${project}`)).json["quota_set"] as Record<
    string,
    number
  >;
  await setCompute({ cores: 0, force: true }, "compute.quota-update");
  await tenant.call("compute", "POST", "/servers", {
    name: "server.create-over-quota",
    body: {
      server: { name: "x", flavorRef: parts.flavorId, imageRef: parts.imageId, networks: [{ uuid: parts.networkId }] },
    },
  });
  await setCompute({ cores: before["cores"], force: true });
  await tenant.call("compute", "PUT", `/os-quota-sets/${project}`, {
    body: { quota_set: { cores: 1 } },
    name: "compute.quota-update-forbidden",
  });

  const volumes = (await admin.call("volume", "GET", `/os-quota-sets/${project}`)).json["quota_set"] as Record<
    string,
    number
  >;
  await admin.call("volume", "PUT", `/os-quota-sets/${project}`, {
    body: { quota_set: { gigabytes: 1 } },
    name: "volume.quota-update",
  });
  await tenant.call("volume", "POST", "/volumes", {
    body: { volume: { size: 50 } },
    name: "volume.create-over-gigabytes",
  });
  await admin.call("volume", "PUT", `/os-quota-sets/${project}`, {
    body: { quota_set: { gigabytes: volumes["gigabytes"], volumes: 0 } },
  });
  await tenant.call("volume", "POST", "/volumes", {
    body: { volume: { size: 1 } },
    name: "volume.create-over-volumes",
  });
  await admin.call("volume", "PUT", `/os-quota-sets/${project}`, {
    body: { quota_set: { volumes: volumes["volumes"] } },
  });

  const networks = (await admin.call("network", "GET", `/quotas/${project}`)).json["quota"] as Record<string, number>;
  await admin.call("network", "PUT", `/quotas/${project}`, {
    body: { quota: { network: 0 } },
    name: "network.quota-update",
  });
  await tenant.call("network", "POST", "/networks", {
    body: { network: { name: "x" } },
    name: "network.create-over-quota",
  });
  await admin.call("network", "PUT", `/quotas/${project}`, { body: { quota: { network: networks["network"] } } });
}
