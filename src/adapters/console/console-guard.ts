import type { LookupAddress } from "node:dns";
import { lookup as resolve } from "node:dns/promises";
import { isIP } from "node:net";
import { AppError } from "../../kernel/app-error.ts";
import type { ConsoleAddress } from "../../remote/ports.ts";
import type { AddressJudge } from "../http/address-judge.ts";

export type Lookup = (host: string) => Promise<readonly LookupAddress[]>;

export interface ConsoleGuard {
  /** Addresses that may be connected to. Throws AppError("machine-session-unavailable") when there is none. */
  addressesOf(address: ConsoleAddress): Promise<readonly LookupAddress[]>;
}

/**
 * Whether the service may connect to where a cloud says a console is. A cloud registered by one account could name any
 * host: so it must be the host that the registration itself names, which is called for everything else, or one whose
 * every address is public or in a network that the operator allowed. A cloud reached by https must show its consoles
 * encrypted as well, except in such a network.
 */
export function makeConsoleGuard(
  judge: AddressJudge,
  lookup: Lookup = (host) => resolve(host, { all: true }),
): ConsoleGuard {
  return {
    async addressesOf({ url, apiUrl }) {
      const target = new URL(url);
      const host = bare(target.hostname);
      const addresses = await found(host, lookup);
      const isNamed = addresses.every(({ address }) => judge.isNamed(address));
      if (new URL(apiUrl).protocol === "https:" && target.protocol !== "wss:" && !isNamed) {
        throw refused(target.host, "not-encrypted", "would show the console unencrypted, while its API is encrypted");
      }
      const isOwn = host === bare(new URL(apiUrl).hostname);
      if (isOwn || addresses.every(({ address }) => judge.isAllowed(address))) return addresses;
      throw refused(target.host, "address-refused", "shows it on an address that is not public");
    },
  };
}

async function found(host: string, lookup: Lookup): Promise<readonly LookupAddress[]> {
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family }];
  const addresses = await lookup(host).catch(() => []);
  if (addresses.length > 0) return addresses;
  throw refused(host, "unreachable", "shows it on a host whose name the service cannot resolve");
}

function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1").toLowerCase();
}

function refused(host: string, reason: string, what: string): AppError {
  const remedy = "An administrator can allow the network by TWINSTACK_TERMINAL_NETWORKS.";
  return new AppError("machine-session-unavailable", `The cloud ${what} (${host}). ${remedy}`, { reason, host });
}
