import type { Json } from "../core/command.ts";
import { limitOf, type ResourceType, usageOf } from "../core/limits.ts";
import type { Account, Owned, Project, User } from "../core/model.ts";
import type { World } from "../core/world.ts";

/** Names of the three fields per limit: `vmlimit`, `vmtotal`, `vmavailable` … */
const FIELDS: readonly (readonly [prefix: string, type: ResourceType])[] = [
  ["vm", "user_vm"],
  ["ip", "public_ip"],
  ["volume", "volume"],
  ["snapshot", "snapshot"],
  ["backup", "backup"],
  ["backupstorage", "backup_storage"],
  ["template", "template"],
  ["project", "project"],
  ["network", "network"],
  ["vpc", "vpc"],
  ["cpu", "cpu"],
  ["memory", "memory"],
  ["gpu", "gpu"],
  ["primarystorage", "primary_storage"],
  ["secondarystorage", "secondary_storage"],
  ["bucket", "bucket"],
  ["objectstorage", "object_storage"],
];

export function userView(world: World, user: User, seenByAdmin: boolean): Json {
  const account = world.tables.accounts.must(user.accountId);
  const role = world.tables.roles.must(account.roleId);
  const domain = world.tables.domains.must(account.domainId);
  return {
    id: user.id,
    username: user.username,
    firstname: user.firstName,
    lastname: user.lastName,
    email: user.email,
    created: user.created,
    state: user.state,
    account: account.name,
    accounttype: account.type,
    usersource: "native",
    roleid: role.id,
    roletype: role.type,
    rolename: role.name,
    domainid: domain.id,
    domain: domain.name,
    ...(user.apiKey !== undefined && seenByAdmin ? { apikey: user.apiKey } : {}),
    accountid: account.id,
    iscallerchilddomain: false,
    isdefault: user.username === "admin",
    is2faenabled: false,
    is2famandated: false,
  };
}

export function accountView(world: World, account: Account, seenByAdmin: boolean): Json {
  const role = world.tables.roles.must(account.roleId);
  const domain = world.tables.domains.must(account.domainId);
  const users = world.tables.users.where((user) => user.accountId === account.id);
  return {
    id: account.id,
    name: account.name,
    accounttype: account.type,
    roleid: role.id,
    roletype: role.type,
    rolename: role.name,
    domainid: domain.id,
    domain: domain.name,
    domainpath: domain.path,
    ...usageView(world, { accountId: account.id }),
    ...machineCounts(world, { accountId: account.id }),
    state: account.state,
    created: account.created,
    user: users.map((user) => userView(world, user, seenByAdmin)),
    isdefault: account.name === "admin",
    groups: [],
  };
}

export function projectView(world: World, project: Project): Json {
  const domain = world.tables.domains.must(project.domainId);
  const owner = { accountId: project.ownerAccountId, projectId: project.id };
  const { projectlimit: _l, projecttotal: _t, projectavailable: _a, ...usage } = usageView(world, owner);
  return {
    id: project.id,
    name: project.name,
    displaytext: project.displayText,
    domainid: domain.id,
    domain: domain.name,
    owner: [{ account: world.tables.accounts.must(project.ownerAccountId).name }],
    projectaccountname: `PrjAcct-${project.name}-${domain.serial}`,
    state: project.state,
    tags: [],
    ...usage,
    ...machineCounts(world, owner),
    created: project.created,
  };
}

/** Three fields per limit; numbers that have a limit are written as text, as the server does. */
export function usageView(world: World, owner: Owned): Json {
  const view: Json = {};
  for (const [prefix, type] of FIELDS) {
    const limit = limitOf(world, owner, type);
    const used = usageOf(world, owner, type);
    view[`${prefix}limit`] = limit < 0 ? "Unlimited" : String(limit);
    view[`${prefix}total`] = used;
    view[`${prefix}available`] = limit < 0 ? "Unlimited" : String(limit - used);
  }
  return view;
}

function machineCounts({ tables }: World, owner: Owned): Json {
  const machines = tables.virtualMachines.where(
    (machine) => machine.accountId === owner.accountId && machine.projectId === owner.projectId,
  );
  const count = (state: string) => machines.filter((machine) => machine.state === state).length;
  return { vmstopped: count("Stopped"), vmrunning: count("Running") };
}
