import type { World } from "../core/world.ts";
import { SANDBOX_CREDENTIALS } from "./credentials.ts";
import { SEEDED_AT, seedId } from "./seed-id.ts";

const ROLES = [
  ["Root Admin", "Admin", "Default root admin role"],
  ["Resource Admin", "ResourceAdmin", "Default resource admin role"],
  ["Domain Admin", "DomainAdmin", "Default domain admin role"],
  ["User", "User", "Default user role"],
] as const;

const DOMAIN = seedId(1, 1);

/** Account 1 is `system`, as on a real server: it owns the built-in templates. */
export const SYSTEM_ACCOUNT_ID = seedId(3, 1);
export const ADMIN_ACCOUNT_ID = seedId(3, 2);

/** The domain ROOT, the four default roles, and the accounts system, admin and demo. */
export function seedAccounts(world: World): void {
  const { domains, roles } = world.tables;
  domains.add({
    id: DOMAIN,
    serial: world.nextSerial("domain"),
    created: SEEDED_AT,
    name: "ROOT",
    path: "ROOT",
    level: 0,
  });
  ROLES.forEach(([name, type, description], index) => {
    const row = { id: seedId(2, index + 1), serial: world.nextSerial("role"), created: SEEDED_AT };
    roles.add({ ...row, name, type, description, isDefault: true });
  });
  addAccount(world, "system", 1, 1);
  addAccount(world, "admin", 1, 1, SANDBOX_CREDENTIALS.admin);
  addAccount(world, "demo", 0, 4, SANDBOX_CREDENTIALS.demo);
}

function addAccount(
  world: World,
  name: string,
  type: number,
  role: number,
  keys?: { apiKey: string; secretKey: string },
): void {
  const serial = world.nextSerial("account");
  const row = { id: seedId(3, serial), serial, created: SEEDED_AT };
  world.tables.accounts.add({ ...row, name, type, roleId: seedId(2, role), domainId: DOMAIN, state: "enabled" });
  if (!keys) return;
  const user = world.nextSerial("user");
  world.tables.users.add({
    id: seedId(4, user),
    serial: user,
    created: SEEDED_AT,
    username: name,
    firstName: name === "admin" ? "Sandbox" : "Demo",
    lastName: "User",
    email: `${name}@sandbox.invalid`,
    accountId: row.id,
    state: "enabled",
    ...keys,
  });
}
