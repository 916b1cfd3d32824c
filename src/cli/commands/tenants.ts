import type { Cloud, Tenant, TenantReport, TenantRequest } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, type Items, printJson, printTable } from "../context.ts";
import { nameTheFile, readRequirementFile } from "../read-requirement-file.ts";

const PAUSE_MS = 1_000;

export interface TenantFlags {
  readonly for: string;
  readonly cloud: string;
  readonly machines?: string;
  readonly vcpus?: string;
  readonly memory?: string;
  readonly disk?: string;
  readonly volumes?: string;
  readonly addresses?: string;
  readonly cidr?: string;
  readonly name?: string;
  readonly wait: boolean;
}

export async function listTenants(context: Context): Promise<void> {
  const items = await readTenants(context);
  if (context.json) return printJson(context, { items });
  if (items.length === 0) {
    context.terminal.out("There is no tenant. Make one: npx twinstack tenant create --for HANDLE --cloud NAME");
    return;
  }
  printTable(
    context,
    ["OWNER", "CLOUD", "STATUS", "MACHINES", "VCPU", "GIB", "DISK GIB", "ADDRESSES", "OWN CLOUD"],
    items.map(({ owner, cloudName, status, limits, ownCloudName }) => [
      ...[owner.handle, cloudName, status, String(limits.machines), String(limits.vcpus), String(limits.memoryGib)],
      ...[String(limits.diskGib), String(limits.addresses), ownCloudName],
    ]),
  );
}

/** Makes a tenant or changes its limits, and waits until it is at rest. */
export async function createTenant(context: Context, flags: TenantFlags): Promise<void> {
  const asked = await context.api.post<Tenant>("/api/v1/admin/tenants", requestOf(flags));
  const report = flags.wait ? await atRest(context, asked.id) : null;
  const tenant = report?.tenant ?? asked;
  if (context.json) printJson(context, report ?? asked);
  else context.terminal.out(sentence(tenant));
  if (tenant.status === "failed") {
    const remedy = "Put right what it says, and create the tenant again: what is there stays.";
    throw new CliError("tenant-failed", tenant.detail ?? "The tenant could not be made", remedy, EXIT.failed);
  }
}

export async function showTenant(context: Context, which: string, cloud: string | undefined): Promise<void> {
  const { id } = await findTenant(context, which, cloud);
  const report = await context.api.get<TenantReport>(`/api/v1/admin/tenants/${id}`);
  if (context.json) return printJson(context, report);
  const { tenant, parts, drift, problem, machines } = report;
  context.terminal.out(sentence(tenant));
  if (problem !== null) {
    context.terminal.out(`the cloud could not be asked: ${problem}`);
    return;
  }
  printTable(
    context,
    ["PART", "NAME", "ID"],
    parts.map(({ kind, name, id: found }) => [kind, name, found]),
  );
  context.terminal.out(`${machines ?? 0} machines on the cloud`);
  if (drift.length === 0) context.terminal.out("nothing has drifted");
  for (const { subject, wanted, found } of drift) {
    context.terminal.out(`DRIFT  ${subject}: asked for ${wanted}, is ${found}`);
  }
}

export async function removeTenant(
  context: Context,
  which: string,
  { cloud, wait }: { readonly cloud?: string; readonly wait: boolean },
): Promise<void> {
  const { id, owner, cloudName } = await findTenant(context, which, cloud);
  await context.api.send("DELETE", `/api/v1/admin/tenants/${id}`);
  while (wait) {
    const left = (await readTenants(context)).find((one) => one.id === id);
    if (left === undefined) break;
    if (left.status === "failed") {
      throw new CliError("tenant-failed", left.detail ?? "It is not removed", "Remove it again.", EXIT.failed);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  if (context.json) printJson(context, { removed: id });
  else context.terminal.out(`the tenant of ${owner.handle} on ${cloudName} is ${wait ? "removed" : "being removed"}`);
}

export async function listAdministrationClouds(context: Context): Promise<void> {
  const { items } = await context.api.get<Items<Cloud>>("/api/v1/admin/clouds");
  if (context.json) return printJson(context, { items });
  if (items.length === 0) {
    context.terminal.out(
      "No cloud is registered for administration. Register one: npx twinstack tenant add-cloud FILE",
    );
    return;
  }
  printTable(
    context,
    ["CLOUD", "KIND", "WHERE", "STATUS", "ENDPOINT"],
    items.map(({ name, kind, location, status, endpoint }) => [name, kind, location, status, endpoint]),
  );
}

/** Registers a cloud with an administrator's credential from a file; never from flags. */
export async function addAdministrationCloud(context: Context, path: string): Promise<void> {
  const cloud = await context.api
    .post<Cloud>("/api/v1/admin/clouds", await readRequirementFile(path))
    .catch((error: unknown) => Promise.reject(nameTheFile(path, error)));
  if (context.json) printJson(context, cloud);
  else context.terminal.out(`${cloud.name} is registered for administration: ${cloud.status}`);
}

export async function removeAdministrationCloud(context: Context, name: string): Promise<void> {
  const { items } = await context.api.get<Items<Cloud>>("/api/v1/admin/clouds");
  const cloud = items.find((one) => one.name === name || one.id === name);
  if (cloud === undefined) {
    const remedy = "See: npx twinstack tenant clouds";
    throw new CliError("not-found", `No cloud ${name} is registered for administration`, remedy, EXIT.failed);
  }
  await context.api.send("DELETE", `/api/v1/admin/clouds/${cloud.id}`);
  if (context.json) printJson(context, { removed: cloud.id });
  else context.terminal.out(`${cloud.name} is removed`);
}

async function readTenants(context: Context): Promise<readonly Tenant[]> {
  return (await context.api.get<Items<Tenant>>("/api/v1/admin/tenants")).items;
}

/** By its id, or by its owner where that owner has one tenant only. */
async function findTenant(context: Context, which: string, cloud: string | undefined): Promise<Tenant> {
  const found = (await readTenants(context)).filter(
    ({ id, owner, cloudName }) => [id, owner.handle, owner.id].includes(which) && (cloud ?? cloudName) === cloudName,
  );
  const [one] = found;
  if (one !== undefined && found.length === 1) return one;
  const message = one === undefined ? `There is no tenant of ${which}` : `${which} has ${found.length} tenants`;
  const remedy = one === undefined ? "See: npx twinstack tenant list" : "Say which with --cloud.";
  throw new CliError("not-found", message, remedy, EXIT.failed);
}

async function atRest(context: Context, id: string): Promise<TenantReport> {
  for (;;) {
    const report = await context.api.get<TenantReport>(`/api/v1/admin/tenants/${id}`);
    if (report.tenant.status !== "creating") return report;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** Judged by the service, which names every fault. */
function requestOf(flags: TenantFlags): TenantRequest {
  const { machines, vcpus, memory: memoryGib, disk: diskGib, volumes, addresses, cidr, name } = flags;
  const given = Object.entries({ machines, vcpus, memoryGib, diskGib, volumes, addresses });
  const limits = Object.fromEntries(given.flatMap(([key, text]) => (text === undefined ? [] : [[key, Number(text)]])));
  return {
    ...{ account: flags.for, cloud: flags.cloud, limits },
    ...(cidr !== undefined && { cidr }),
    ...(name !== undefined && { name }),
  };
}

function sentence({ owner, cloudName, status, detail, ownCloudName, name }: Tenant): string {
  const place = `${owner.handle} on ${cloudName} (${name})`;
  if (status === "ready") return `${place} is ready; the owner's cloud is ${ownCloudName}`;
  return `${place} is ${status}${detail === null ? "" : `: ${detail}`}`;
}
