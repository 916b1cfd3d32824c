import type { Principal } from "../../src/account/ports.ts";

/** A person who acts for themselves with every right they can have there. */
export function principalNamed(accountId: string, overrides: Partial<Principal> = {}): Principal {
  const name = `${accountId.charAt(0).toUpperCase()}${accountId.slice(1)}`;
  const base = { accountId, name, userId: accountId, role: "owner", siteAdmin: false, scope: "manage" } as const;
  return { ...base, via: "token", ...overrides };
}
