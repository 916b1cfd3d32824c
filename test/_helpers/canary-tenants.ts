import type pg from "pg";
import { makeCloudStore } from "../../src/adapters/postgres/cloud-store.ts";
import { masterKey } from "../../src/adapters/postgres/sealing/master-key.ts";
import { openKeyring } from "../../src/adapters/postgres/sealing/open-keyring.ts";
import type { Bucket, BucketCredentials, Cloud, Tenant, TenantReport } from "../../src/contract/index.ts";
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

/** What the clouds themselves have thought up. */
interface CloudMadeSecrets {
  readonly tenants: readonly string[];
  /** Of the S3 key that opens the tenant's buckets on CloudStack. */
  readonly buckets: readonly string[];
}

/**
 * Makes a tenant for the person of the first start on both clouds, and on CloudStack a bucket with
 * credentials, looks at everything there is to see of them, and removes them.
 */
export async function liveAsTenants(given: CanaryTenants): Promise<CloudMadeSecrets> {
  const { service, call, pool, secretKey, administrator } = given;
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
  const secrets = { tenants: [] as string[], buckets: [] as string[] };
  for (const id of asked) {
    await until(async () => (await tenant(id))?.status === "ready", 120_000);
    const cloudId = (await tenant(id))?.ownCloudId ?? "";
    const connection = await clouds.connection(cloudId);
    const credentials: Record<string, unknown> = { ...connection?.registration.credentials };
    secrets.tenants.push(String(credentials["secret"] ?? credentials["secretKey"] ?? "missing"));
    // An application credential makes no EC2 credentials, and with one the administrators' OpenStack is registered here.
    if (connection?.registration.kind === "cloudstack") secrets.buckets.push(await keyOfBucket(call, cloudId));
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

/** Makes a bucket there, asks for its key, uses what else there is, and removes it. */
async function keyOfBucket(call: Call, cloudId: string): Promise<string> {
  const { name: cloud } = (await call<Cloud>("GET", `/clouds/${cloudId}`)).body;
  const made = await call<Bucket>("POST", "/buckets", { name: "canary", cloud, quotaGib: 1 });
  if (made.status !== 202) throw new Error(`the bucket on ${cloud} was refused: ${JSON.stringify(made.body)}`);
  const bucket = `/buckets/${made.body.id}`;
  await until(async () => (await call<Bucket>("GET", bucket)).body.status === "ready", 120_000);
  const { status, body } = await call<BucketCredentials>("POST", `${bucket}/credentials`, {});
  if (status >= 300) throw new Error(`no key was given on ${cloud}: ${JSON.stringify(body)}`);
  for (const path of ["/buckets", bucket, `${bucket}/objects`, "/admin/runs"]) await call("GET", path);
  await call("DELETE", bucket);
  await until(async () => (await call("GET", bucket)).status === 404, 120_000);
  return body.secretKey;
}
