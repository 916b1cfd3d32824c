import * as z from "zod";
import { AppError } from "../../../kernel/app-error.ts";
import type { TenantTarget } from "../../../tenant/ports.ts";
import type { CloudstackApi } from "../cloudstack-api.ts";
import { findAccount, findNetwork, ownDomain, userOf } from "./look-at-tenant.ts";

const Anything = z.looseObject({});

export interface Preparing {
  readonly api: CloudstackApi;
  /** CloudStack asks for one; nobody keeps it, so nobody logs in with it. */
  readonly password: string;
}

/** Account, user and network, as far as they are missing; gives the user's id. */
export async function prepareTenant(
  { api, password }: Preparing,
  target: TenantTarget,
  signal?: AbortSignal,
): Promise<{ readonly user: string }> {
  const { name } = target;
  const domainId = await ownDomain(api, signal);
  if ((await findAccount(api, target, domainId, signal)) === null) {
    const person = { username: name, firstname: "TwinStack", lastname: name, email: `${name}@twinstack.invalid` };
    // Type 0 is an ordinary user.
    const account = { ...person, account: name, accounttype: "0", domainid: domainId, password };
    await api.call("createAccount", account, Anything, signal);
  }
  if ((await findNetwork(api, target, domainId, signal)) === null) await makeNetwork(api, target, domainId, signal);
  const account = await findAccount(api, target, domainId, signal);
  const user = account === null ? null : userOf(account, target);
  if (user !== null) return { user };
  throw new AppError("cloud-refused", `The user ${name} of the tenant's account is gone; make it again by hand.`);
}

async function makeNetwork(api: CloudstackApi, target: TenantTarget, domainId: string, signal?: AbortSignal) {
  const { networkOfferingId, zoneId, name, mark, cidr } = target;
  if (networkOfferingId === null || zoneId === null) {
    throw new AppError("cloud-refused", "The catalog of the cloud was never read; refresh it and ask again.");
  }
  const network = { name: `${name}-network`, displaytext: mark, ...firstAddresses(cidr) };
  const where = { account: name, domainid: domainId, zoneid: zoneId, networkofferingid: networkOfferingId };
  await api.call("createNetwork", { ...network, ...where }, Anything, signal);
}

/** CloudStack takes no CIDR: gateway, the first address, and netmask. */
function firstAddresses(cidr: string): { readonly gateway: string; readonly netmask: string } {
  const [base = "", bits = "24"] = cidr.split("/");
  const mask = (0xffffffff << (32 - Number(bits))) >>> 0;
  const number = base.split(".").reduce((sum, part) => sum * 256 + Number(part), 0) >>> 0;
  return { gateway: dotted(((number & mask) >>> 0) + 1), netmask: dotted(mask) };
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}
