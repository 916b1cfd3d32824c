import type { Composition } from "../composition/compose-service.ts";
import type { SandboxRegistrations } from "./sandbox-clouds.ts";

const SHARED = { description: "Built-in try-out; no real machine is made", sandbox: true };

/** Registers both sandbox clouds once, and follows them when their addresses have changed. */
export async function registerSandbox(
  { clouds }: Pick<Composition, "clouds">,
  { openstack, cloudstack }: SandboxRegistrations,
): Promise<void> {
  const known = await clouds.list();
  await ensure("sandbox-openstack", openstack, openstack.authUrl, { authUrl: openstack.authUrl });
  await ensure("sandbox-cloudstack", cloudstack, cloudstack.apiUrl, { apiUrl: cloudstack.apiUrl });

  async function ensure(name: string, registration: object, endpoint: string, change: object): Promise<void> {
    const cloud = known.find((one) => one.name === name && one.ownerId === null);
    if (cloud === undefined) await clouds.register({ ...SHARED, ...registration, name });
    else if (cloud.endpoint !== endpoint) await follow(cloud.endpoint, change);
  }

  /** Tenants' own clouds, and the one that makes them, are at the same address. */
  async function follow(earlier: string, change: object): Promise<void> {
    const moved = known.filter(({ sandbox, endpoint }) => sandbox && endpoint === earlier);
    for (const { id } of moved) await clouds.change(id, change, { force: true });
  }
}
