import { randomBytes } from "node:crypto";
import { foreignObject, invalidParameter } from "../core/api-error.ts";
import { async, type Call, type CommandFamily, type Json, sync } from "../core/command.ts";
import type { Account, Domain, Role, User } from "../core/model.ts";
import { listOf } from "../core/paging.ts";
import { accountView, usageView, userView } from "../views/account-view.ts";

/** Accounts, users, their keys, roles and domains. */
export const ACCOUNT_COMMANDS: CommandFamily = {
  listAccounts: sync(listAccounts, { id: "accounts" }),
  createAccount: sync(createAccount, { adminOnly: true }),

  deleteAccount: async<{ id: string }>({
    adminOnly: true,
    javaClass: "admin.account.DeleteAccountCmd",
    instanceType: "Account",
    eventType: "ACCOUNT.DELETE",
    id: "accounts",
    admit: (call) => ({ work: { id: call.parameters.required("id") }, instanceId: call.parameters.required("id") }),
    start({ world }, { id }) {
      const owned = world.tables.projects.first((project) => project.ownerAccountId === id);
      if (owned) throw invalidParameter(`The account ${id} can't be deleted: it owns the project ${owned.name}`);
    },
    finish({ world }, { id }) {
      for (const user of world.tables.users.where((row) => row.accountId === id)) world.tables.users.retire(user.id);
      // Its objects keep pointing to it, so the row stays, disabled and out of sight.
      world.tables.accounts.must(id).state = "removed";
      return { success: true };
    },
  }),

  listUsers: sync(listUsers, { id: "users" }),
  createUser: sync(createUser, { adminOnly: true }),
  deleteUser: sync(deleteUser, { adminOnly: true, id: "users" }),
  getUser: sync(getUser),
  getUserKeys: sync(getUserKeys, { id: "users" }),
  registerUserKeys: sync(registerUserKeys, { id: "users" }),

  disableUser: async<{ id: string }>({
    adminOnly: true,
    javaClass: "admin.user.DisableUserCmd",
    instanceType: "User",
    eventType: "USER.DISABLE",
    id: "users",
    admit: (call) => ({ work: { id: call.parameters.required("id") }, instanceId: call.parameters.required("id") }),
    finish({ world }, { id }) {
      const user = world.tables.users.must(id);
      user.state = "disabled";
      return { user: userView(world, user, true) };
    },
  }),
  enableUser: sync(enableUser, { adminOnly: true, id: "users" }),

  listRoles: sync(listRoles, { adminOnly: true, id: "roles" }),
  listDomains: sync(listDomains, { id: "domains" }),
  createDomain: sync(createDomain, { adminOnly: true }),

  deleteDomain: async<{ id: string }>({
    adminOnly: true,
    javaClass: "admin.domain.DeleteDomainCmd",
    instanceType: "Domain",
    hidesInstance: true,
    eventType: "DOMAIN.DELETE",
    id: "domains",
    admit(call) {
      const id = call.parameters.required("id");
      const isUsed = call.world.tables.accounts.first((row) => row.domainId === id && row.state === "enabled");
      if (isUsed && call.parameters.flag("cleanup") !== true) {
        throw invalidParameter(`Failed to delete domain ${id}: it has accounts; pass cleanup=true`);
      }
      return { work: { id } };
    },
    finish({ world }, { id }) {
      for (const account of world.tables.accounts.where((row) => row.domainId === id)) account.state = "removed";
      world.tables.domains.must(id).name += " (removed)";
      return { success: true };
    },
  }),
};

function listAccounts(call: Call): Json {
  const { parameters, world, caller } = call;
  const [id, name, domainId] = [parameters.text("id"), parameters.text("name"), parameters.text("domainid")];
  const all = caller.isRootAdmin && (parameters.flag("listall") === true || id !== undefined || domainId !== undefined);
  const rows = world.tables.accounts
    .where((row) => row.state === "enabled" && row.name !== "system")
    .filter((row) => all || row.id === caller.account.id || (caller.isRootAdmin && name !== undefined))
    .filter((row) => id === undefined || row.id === id)
    .filter((row) => name === undefined || row.name === name)
    .filter((row) => domainId === undefined || row.domainId === domainId);
  return listOf(call, "account", rows, (row) => ({
    ...accountView(world, row, caller.isRootAdmin),
    apikeyaccess: "INHERIT",
  }));
}

function createAccount(call: Call): Json {
  const { parameters, world, caller } = call;
  const username = parameters.required("username");
  const name = parameters.text("account") ?? username;
  const domainId = parameters.text("domainid") ?? caller.account.domainId;
  if (world.tables.accounts.first((row) => row.name === name && row.domainId === domainId && row.state === "enabled")) {
    throw invalidParameter(`An account with name ${name} already exists`);
  }
  const role = roleFor(call);
  const type = { Admin: 1, DomainAdmin: 2, ResourceAdmin: 3, User: 0 }[role.type];
  const row = world.newRow("account");
  const account: Account = { ...row, name, type, roleId: role.id, domainId, state: "enabled" };
  world.tables.accounts.add(account);
  addUser(call, account);
  return { account: { ...accountView(world, account, true), apikeyaccess: "INHERIT" } };
}

function roleFor({ parameters, world }: Call): Role {
  const asked = world.tables.roles.get(parameters.text("roleid"));
  if (asked) return asked;
  const type = { 0: "User", 1: "Admin", 2: "DomainAdmin" }[parameters.whole("accounttype") ?? 0] ?? "User";
  const role = world.tables.roles.first((row) => row.type === type);
  if (!role) throw invalidParameter(`There is no role of type ${type}`);
  return role;
}

function addUser({ parameters, world }: Call, account: Account): User {
  const username = parameters.required("username");
  const inDomain = (user: User) => world.tables.accounts.get(user.accountId)?.domainId === account.domainId;
  if (world.tables.users.first((user) => user.username === username && inDomain(user))) {
    throw invalidParameter(`The user ${username} already exists in domain ${account.domainId}`);
  }
  return world.tables.users.add({
    ...world.newRow("user"),
    username,
    firstName: parameters.required("firstname"),
    lastName: parameters.required("lastname"),
    email: parameters.required("email"),
    accountId: account.id,
    state: "enabled",
  });
}

function listUsers(call: Call): Json {
  const { parameters, world, caller } = call;
  const [id, username, account] = [parameters.text("id"), parameters.text("username"), parameters.text("account")];
  const domainId = parameters.text("domainid");
  const accountOf = (user: User) => world.tables.accounts.must(user.accountId);
  const rows = world.tables.users
    .where((user) => caller.isRootAdmin || user.accountId === caller.account.id)
    .filter((user) => id === undefined || user.id === id)
    .filter((user) => username === undefined || user.username === username)
    .filter((user) => account === undefined || accountOf(user).name === account)
    .filter((user) => domainId === undefined || accountOf(user).domainId === domainId);
  return listOf(call, "user", rows, (user) => ({
    ...userView(world, user, caller.isRootAdmin),
    apikeyaccess: "INHERIT",
  }));
}

function createUser(call: Call): Json {
  const { parameters, world, caller } = call;
  const domainId = parameters.text("domainid") ?? caller.account.domainId;
  const name = parameters.required("account");
  const account = world.tables.accounts.first((row) => row.name === name && row.domainId === domainId);
  if (!account) throw invalidParameter(`Unable to find account ${name} in domain id=${domainId} to create user`);
  return { user: userView(world, addUser(call, account), true) };
}

function deleteUser({ parameters, world }: Call): Json {
  world.tables.users.retire(parameters.required("id"));
  return { success: true };
}

function getUser(call: Call): Json {
  const key = call.parameters.required("userapikey");
  const user = call.world.tables.users.first((row) => row.apiKey === key);
  if (!user) return {};
  return { user: userView(call.world, user, true) };
}

function getUserKeys(call: Call): Json {
  const user = ownUser(call);
  if (user.apiKey === undefined) return { userkeys: {} };
  return { userkeys: { apikey: user.apiKey, secretkey: user.secretKey, apikeyaccess: true } };
}

function registerUserKeys(call: Call): Json {
  const user = ownUser(call);
  user.apiKey = randomBytes(48).toString("base64url");
  user.secretKey = randomBytes(48).toString("base64url");
  return { userkeys: { apikey: user.apiKey, secretkey: user.secretKey } };
}

function ownUser({ parameters, world, caller }: Call): User {
  const user = world.tables.users.must(parameters.required("id"));
  if (!caller.isRootAdmin && user.accountId !== caller.account.id) throw foreignObject();
  return user;
}

function enableUser({ parameters, world }: Call): Json {
  const user = world.tables.users.must(parameters.required("id"));
  user.state = "enabled";
  return { user: userView(world, user, true) };
}

function listRoles(call: Call): Json {
  const [id, name, type] = [call.parameters.text("id"), call.parameters.text("name"), call.parameters.text("type")];
  const rows = call.world.tables.roles
    .where((role) => id === undefined || role.id === id)
    .filter((role) => name === undefined || role.name === name)
    .filter((role) => type === undefined || role.type === type);
  return listOf(call, "role", rows, (role) => ({
    type: role.type,
    isdefault: role.isDefault,
    state: "enabled",
    id: role.id,
    name: role.name,
    description: role.description,
    ispublic: true,
  }));
}

function listDomains(call: Call): Json {
  const { parameters, world, caller } = call;
  const [id, name] = [parameters.text("id"), parameters.text("name")];
  const rows = world.tables.domains
    .where((domain) => caller.isRootAdmin || domain.id === caller.account.domainId)
    .filter((domain) => !domain.name.endsWith(" (removed)"))
    .filter((domain) => id === undefined || domain.id === id)
    .filter((domain) => name === undefined || domain.name === name);
  // A domain has no limits of its own here: the fields are those of the administrator, who has none either.
  const usage = usageView(world, administratorOf(call));
  return listOf(call, "domain", rows, (domain) => ({
    ...domainView(call, domain),
    state: "Active",
    ...(domain.parentId === undefined ? {} : { created: domain.created }),
    ...usage,
    hasannotations: false,
  }));
}

function administratorOf({ world, caller }: Call): { accountId: string } {
  const admin = world.tables.accounts.first((account) => account.name === "admin");
  return { accountId: admin?.id ?? caller.account.id };
}

function createDomain(call: Call): Json {
  const { parameters, world, caller } = call;
  const parentId = parameters.text("parentdomainid") ?? caller.account.domainId;
  const parent = world.tables.domains.must(parentId);
  const name = parameters.required("name");
  const path = `${parent.path}/${name}`;
  if (world.tables.domains.first((domain) => domain.path === path)) {
    throw invalidParameter(`Domain with name ${name} already exists for the parent id=${parentId}`);
  }
  const row = { ...world.newRow("domain"), name, path, parentId, level: parent.level + 1 };
  return { domain: { ...domainView(call, world.tables.domains.add(row)), secondarystoragetotal: 0 } };
}

function domainView({ world }: Call, domain: Domain): Json {
  const parent = world.tables.domains.get(domain.parentId);
  const hasChild = world.tables.domains.first((row) => row.parentId === domain.id) !== undefined;
  return {
    id: domain.id,
    name: domain.name,
    level: domain.level,
    ...(parent ? { parentdomainid: parent.id, parentdomainname: parent.name } : {}),
    haschild: hasChild,
    path: domain.path,
  };
}
