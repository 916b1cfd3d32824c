import * as z from "zod";
import type { TenantPart } from "../../../contract/index.ts";
import { AppError } from "../../../kernel/app-error.ts";
import type { TenantSight, TenantTarget } from "../../../tenant/ports.ts";
import type { CloudstackApi } from "../cloudstack-api.ts";

const Limit = z.object({ domainid: z.string(), resourcetypename: z.string().nullish(), max: z.int() });
const Limits = z.object({ resourcelimit: z.array(Limit).nullish() });
const Account = z.object({
  id: z.string(),
  name: z.string(),
  user: z.array(z.object({ id: z.string(), username: z.string() })).nullish(),
  vmtotal: z.int().nullish(),
  volumetotal: z.int().nullish(),
});
const Network = z.object({ id: z.string(), name: z.string() });

/** CloudStack's own names of what the provider calls otherwise. */
const LIMITS: Readonly<Record<string, string>> = {
  user_vm: "instance",
  public_ip: "ip",
  volume: "volume",
  cpu: "cpu",
  memory: "memory",
  primary_storage: "primarystorage",
};

/** What CloudStack shows of a tenant's account. The name, which holds the tenant's id, is its mark. */
export async function lookAtTenant(
  api: CloudstackApi,
  target: TenantTarget,
  signal?: AbortSignal,
): Promise<TenantSight> {
  const domainId = await ownDomain(api, signal);
  const account = await findAccount(api, target, domainId, signal);
  const common = { domainId, roleId: null, imports: {} };
  if (account === null) return { ...common, parts: [], limits: {}, machines: 0, belongings: [] };
  const [network, limits] = await Promise.all([
    findNetwork(api, target, domainId, signal),
    readLimits(api, target, domainId, signal),
  ]);
  const user = userOf(account, target);
  const parts: TenantPart[] = [
    { kind: "account", name: account.name, id: account.id },
    ...(user === null ? [] : [{ kind: "user", name: target.name, id: user } as const]),
    ...(network === null ? [] : [{ kind: "network", name: network.name, id: network.id } as const]),
  ];
  const machines = account.vmtotal ?? 0;
  const volumes = account.volumetotal ?? 0;
  return {
    ...{ ...common, parts, limits, machines },
    belongings: [
      ...(machines === 0 ? [] : [`${machines} ${machines === 1 ? "machine" : "machines"}`]),
      ...(volumes === 0 ? [] : [`${volumes} ${volumes === 1 ? "volume" : "volumes"}`]),
    ],
  };
}

/** Limits name the domain of the key's account, which nothing else does. */
export async function ownDomain(api: CloudstackApi, signal?: AbortSignal): Promise<string> {
  const own = (await api.call("listResourceLimits", { resourcetype: "0" }, Limits, signal)).resourcelimit?.[0];
  if (own !== undefined) return own.domainid;
  throw new AppError("cloud-refused", "CloudStack does not tell which domain the keys belong to.");
}

export async function findAccount(api: CloudstackApi, target: TenantTarget, domainId: string, signal?: AbortSignal) {
  const which = { name: target.name, domainid: domainId, listall: "true" };
  const found = await api.list("listAccounts", which, "account", Account, signal);
  return found.find(({ name }) => name === target.name) ?? null;
}

export async function findNetwork(api: CloudstackApi, target: TenantTarget, domainId: string, signal?: AbortSignal) {
  const which = { account: target.name, domainid: domainId, listall: "true" };
  const found = await api.list("listNetworks", which, "network", Network, signal);
  return found.find(({ name }) => name === `${target.name}-network`) ?? null;
}

export function userOf({ user }: z.infer<typeof Account>, target: TenantTarget): string | null {
  return user?.find(({ username }) => username === target.name)?.id ?? null;
}

async function readLimits(api: CloudstackApi, target: TenantTarget, domainId: string, signal?: AbortSignal) {
  const which = { account: target.name, domainid: domainId };
  const { resourcelimit } = await api.call("listResourceLimits", which, Limits, signal);
  const known = (resourcelimit ?? []).flatMap(({ resourcetypename, max }): [string, number][] => {
    const name = LIMITS[resourcetypename ?? ""];
    return name === undefined ? [] : [[name, max]];
  });
  return Object.fromEntries(known);
}
