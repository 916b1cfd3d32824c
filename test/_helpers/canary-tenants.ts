import type pg from "pg";
import { makeCloudStore } from "../../src/adapters/postgres/cloud-store.ts";
import { masterKey } from "../../src/adapters/postgres/sealing/master-key.ts";
import { openKeyring } from "../../src/adapters/postgres/sealing/open-keyring.ts";
import type { Tenant, TenantReport } from "../../src/contract/index.ts";
import { adminRegistrations } from "./sandbox-admin.ts";
import type { StartedService } from "./started-service.ts";
import { until } from "./until.ts";

type Call = <T>(method: string, path: string, body?: object) => Promise<{ readonly status: number; readonly body: T }>;

interface CanaryTenants {
  readonly service: StartedService;
  readonly call: Call;
  readonly pool: pg.Pool;
  /** The service's own secret key: what was sealed is opened with it, to know what to look for. */
  readonly secretKey: Uint8Array;
  /** What opens OpenStack as an administrator. */
  readonly administrator: object;
}

/**
 * Makes a tenant for the person of the first start on both clouds, looks at everything there is to see of them, and
 * removes them. Answers their credentials, which the clouds themselves have thought up.
 */
export async function liveAsTenants({ service, call, pool, secretKey, administrator }: CanaryTenants) {
  const { openstack, cloudstack } = await adminRegistrations(service);
  await call("POST", "/admin/clouds", { ...openstack, credentials: administrator });
  await call("POST", "/admin/clouds", cloudstack);
  const asked = await Promise.all(
    ["adm-os", "adm-cs"].map(async (cloud) => {
      const { status, body } = await call<Tenant>("POST", "/admin/tenants", { account: "local", cloud });
      if (status !== 202) throw new Error(`the tenant on ${cloud} was refused: ${JSON.stringify(body)}`);
      return body.id;
    }),
  );
  const keyring = await openKeyring(pool, { current: masterKey(secretKey), old: null });
  const clouds = makeCloudStore(pool, keyring.site);
  const secrets: string[] = [];
  for (const id of asked) {
    await until(async () => (await tenant(id))?.status === "ready", 120_000);
    const connection = await clouds.connection((await tenant(id))?.ownCloudId ?? "");
    const credentials: Record<string, unknown> = { ...connection?.registration.credentials };
    secrets.push(String(credentials["secret"] ?? credentials["secretKey"] ?? "missing"));
  }
  for (const path of ["/admin/clouds", "/admin/tenants", "/clouds", "/admin/runs"]) await call("GET", path);
  for (const id of asked) await call("DELETE", `/admin/tenants/${id}`);
  for (const id of asked) await until(async () => (await tenant(id)) === null, 120_000);
  return secrets;

  async function tenant(id: string): Promise<Tenant | null> {
    const { status, body } = await call<TenantReport>("GET", `/admin/tenants/${id}`);
    if (status === 200 && body.tenant.status === "failed") throw new Error(body.tenant.detail ?? "the tenant failed");
    return status === 200 ? body.tenant : null;
  }
}
