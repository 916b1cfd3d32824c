import { foreignObject, noSuchEntity } from "./api-error.ts";
import type { Call } from "./command.ts";
import type { Account, Owned, Role, User } from "./model.ts";
import type { Table } from "./table.ts";
import type { World } from "./world.ts";

/** Who asks; decides what is visible and which fields an answer has. */
export interface Viewer {
  user: User;
  account: Account;
  role: Role;
  isRootAdmin: boolean;
}

export function viewerOf(world: World, user: User): Viewer {
  const account = world.tables.accounts.must(user.accountId);
  const role = world.tables.roles.must(account.roleId);
  return { user, account, role, isRootAdmin: role.type === "Admin" };
}

/** Owner of what this call creates: the project named by `projectid`, the account named by an administrator, or the caller. */
export function newOwner(call: Call): Owned {
  const { projects, accounts } = call.world.tables;
  const projectId = call.parameters.text("projectid");
  if (projectId !== undefined && projectId !== "") {
    const project = projects.must(projectId);
    requireProjectMember(call, projectId);
    return { accountId: project.ownerAccountId, projectId };
  }
  const name = call.parameters.text("account");
  if (name === undefined || name === call.caller.account.name) return { accountId: call.caller.account.id };
  const domainId = call.parameters.text("domainid") ?? call.caller.account.domainId;
  const account = accounts.first((a) => a.name === name && a.domainId === domainId);
  if (account === undefined || !call.caller.isRootAdmin) throw foreignObject();
  return { accountId: account.id };
}

/**
 * What a list shows. Project objects appear only when asked for with `projectid` (−1: all projects) or by id; a user
 * sees their own; an administrator sees others' objects with `listall`, `account` or by id.
 */
export function visible<T extends Owned>(call: Call, rows: T[]): T[] {
  const projectId = call.parameters.text("projectid");
  if (projectId !== undefined && projectId !== "") {
    if (projectId !== "-1") requireProjectMember(call, projectId);
    return rows.filter((row) => isInProject(call, row, projectId));
  }
  if (call.parameters.has("id") && call.caller.isRootAdmin) return rows;
  return rows.filter((row) => row.projectId === undefined && isOfAskedAccount(call, row));
}

/** Refuses with 531 unless the caller may work on the object. */
export function requireAccess(call: Call, row: Owned): void {
  if (call.caller.isRootAdmin) return;
  if (row.projectId !== undefined) requireProjectMember(call, row.projectId);
  else if (row.accountId !== call.caller.account.id) throw foreignObject();
}

/** The object a parameter points to: 431 when it is gone, 531 when it is somebody else's. */
export function target<T extends Owned & { id: string }>(call: Call, table: Table<T>, parameter: string): T {
  const id = call.parameters.required(parameter);
  const row = table.get(id);
  if (row === undefined) throw noSuchEntity(call.command, parameter, id);
  requireAccess(call, row);
  return row;
}

function requireProjectMember(call: Call, projectId: string): void {
  const project = call.world.tables.projects.must(projectId);
  const isMember = project.memberAccountIds.includes(call.caller.account.id);
  if (!isMember && !call.caller.isRootAdmin) throw foreignObject();
}

function isInProject(call: Call, row: Owned, projectId: string): boolean {
  if (row.projectId === undefined) return false;
  if (projectId !== "-1") return row.projectId === projectId;
  const project = call.world.tables.projects.get(row.projectId);
  return call.caller.isRootAdmin || project?.memberAccountIds.includes(call.caller.account.id) === true;
}

function isOfAskedAccount(call: Call, row: Owned): boolean {
  const { caller, parameters, world } = call;
  if (!caller.isRootAdmin) return row.accountId === caller.account.id;
  const account = world.tables.accounts.get(row.accountId);
  const name = parameters.text("account");
  const domainId = parameters.text("domainid");
  if (name !== undefined) return account?.name === name && (domainId === undefined || account.domainId === domainId);
  if (domainId !== undefined) return account?.domainId === domainId;
  return parameters.flag("listall") === true || row.accountId === caller.account.id;
}
