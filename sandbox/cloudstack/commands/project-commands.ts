import { foreignObject, internalError, invalidParameter } from "../core/api-error.ts";
import { type AsyncCommand, async, type Call, type CommandFamily, type Json, sync } from "../core/command.ts";
import { limitOf, RESOURCE_TYPES, type ResourceType, requireRoom, setLimit } from "../core/limits.ts";
import type { Owned, Project } from "../core/model.ts";
import { listOf } from "../core/paging.ts";
import type { World } from "../core/world.ts";
import { projectView, userView } from "../views/account-view.ts";
import { ownerView } from "../views/owner-view.ts";

interface ProjectWork {
  id: string;
}

/** Projects, their members, and limits of accounts and projects. */
export const PROJECT_COMMANDS: CommandFamily = {
  createProject: async<ProjectWork>({
    javaClass: "user.project.CreateProjectCmd",
    // The word, not the absence of one: so the server says.
    instanceType: "None",
    hidesInstance: true,
    eventType: "PROJECT.CREATE",
    admit(call) {
      const { id } = create(call);
      return { work: { id }, instanceId: id, answersId: true };
    },
    finish: ({ world }, { id }) => ({ project: projectView(world, world.tables.projects.must(id)) }),
  }),

  updateProject: async<ProjectWork & { displayText?: string; name?: string }>({
    javaClass: "user.project.UpdateProjectCmd",
    eventType: "PROJECT.UPDATE",
    id: "projects",
    admit(call) {
      const { id } = owned(call);
      const [displayText, name] = [call.parameters.text("displaytext"), call.parameters.text("name")];
      const given = { ...(displayText === undefined ? {} : { displayText }), ...(name === undefined ? {} : { name }) };
      return { work: { id, ...given } };
    },
    finish({ world }, { id, displayText, name }) {
      const project = world.tables.projects.must(id);
      project.displayText = displayText ?? project.displayText;
      project.name = name ?? project.name;
      return { project: projectView(world, project) };
    },
  }),

  deleteProject: async<ProjectWork & { cleanup: boolean }>({
    javaClass: "user.project.DeleteProjectCmd",
    eventType: "PROJECT.DELETE",
    id: "projects",
    admit: (call) => ({ work: { id: owned(call).id, cleanup: call.parameters.flag("cleanup") ?? false } }),
    start({ world }, { id }) {
      const { virtualMachines, networks, volumes } = world.tables;
      const isHere = (row: Owned) => row.projectId === id;
      if (virtualMachines.first(isHere) || networks.first(isHere) || volumes.first(isHere)) {
        throw internalError("Failed to delete project");
      }
    },
    finish({ world }, { id }) {
      world.tables.projects.retire(id);
      return { success: true };
    },
  }),

  activateProject: stateChange("Active", "activaterojectresponse", "user.project.ActivateProjectCmd"),
  suspendProject: stateChange("Suspended", "suspendprojectresponse", "user.project.SuspendProjectCmd"),
  listProjects: sync(listProjects, { id: "projects" }),

  addAccountToProject: async<ProjectWork & { accountId: string }>({
    javaClass: "user.account.AddAccountToProjectCmd",
    eventType: "PROJECT.ACCOUNT.ADD",
    admit(call) {
      const project = owned(call, "projectid");
      const name = call.parameters.text("account");
      const account = call.world.tables.accounts.first((row) => row.name === name && row.state === "enabled");
      if (!account) throw invalidParameter(`Account name=${name} was not found in domain id=${project.domainId}`);
      return { work: { id: project.id, accountId: account.id } };
    },
    finish({ world }, { id, accountId }) {
      const project = world.tables.projects.must(id);
      project.memberAccountIds = [...new Set([...project.memberAccountIds, accountId])];
      return { success: true };
    },
  }),

  listProjectAccounts: sync(listMembers),
  listResourceLimits: sync(listLimits),
  updateResourceLimit: sync(updateLimit, { adminOnly: true }),
};

function stateChange(state: Project["state"], topKey: string, javaClass: string): AsyncCommand {
  return async<ProjectWork>({
    topKey,
    javaClass,
    eventType: state === "Active" ? "PROJECT.ACTIVATE" : "PROJECT.SUSPEND",
    id: "projects",
    admit: (call) => ({ work: { id: owned(call).id } }),
    finish({ world }, { id }) {
      const project = world.tables.projects.must(id);
      project.state = state;
      return { project: projectView(world, project) };
    },
  });
}

function create(call: Call): Project {
  const { parameters, world, caller } = call;
  const name = parameters.required("name");
  const { domainId, id: ownerAccountId } = caller.account;
  if (world.tables.projects.first((row) => row.name === name && row.domainId === domainId)) {
    throw invalidParameter(`Project with name ${name} already exists in domain id=${domainId}`);
  }
  requireRoom(world, { accountId: ownerAccountId }, "project", 1);
  return world.tables.projects.add({
    ...world.newRow("project"),
    name,
    displayText: parameters.text("displaytext") ?? name,
    domainId,
    ownerAccountId,
    memberAccountIds: [ownerAccountId],
    state: "Active",
  });
}

function owned({ parameters, world, caller }: Call, parameter = "id"): Project {
  const project = world.tables.projects.must(parameters.required(parameter));
  if (!caller.isRootAdmin && project.ownerAccountId !== caller.account.id) throw foreignObject();
  return project;
}

function listProjects(call: Call): Json {
  const { parameters, world, caller } = call;
  const [id, name] = [parameters.text("id"), parameters.text("name")];
  const seesAll = caller.isRootAdmin && (parameters.flag("listall") === true || id !== undefined);
  const rows = world.tables.projects
    .where((row) => seesAll || row.memberAccountIds.includes(caller.account.id))
    .filter((row) => id === undefined || row.id === id)
    .filter((row) => name === undefined || row.name === name);
  return listOf(call, "project", rows, (row) => projectView(world, row));
}

function listMembers(call: Call): Json {
  const { world, caller } = call;
  const project = world.tables.projects.must(call.parameters.required("projectid"));
  if (!caller.isRootAdmin && !project.memberAccountIds.includes(caller.account.id)) throw foreignObject();
  return listOf(call, "projectaccount", project.memberAccountIds, (accountId) => {
    const account = world.tables.accounts.must(accountId);
    const users = world.tables.users.where((user) => user.accountId === accountId);
    return {
      projectid: project.id,
      project: project.name,
      accountid: accountId,
      account: account.name,
      accounttype: account.type,
      role: accountId === project.ownerAccountId ? "Admin" : "Regular",
      ...ownerView(world, { accountId }),
      user: users.map((user) => userView(world, user, false)),
    };
  });
}

function listLimits(call: Call): Json {
  const { parameters, world } = call;
  const owner = askedOwner(call);
  const type = parameters.text("resourcetype");
  const rows = RESOURCE_TYPES.filter((_, index) => type === undefined || type === String(index));
  return listOf(call, "resourcelimit", rows, (name) => limitView(world, owner, name));
}

function updateLimit(call: Call): Json {
  const { parameters, world } = call;
  const owner = askedOwner(call);
  const name = RESOURCE_TYPES[Number(parameters.required("resourcetype"))];
  if (name === undefined) throw invalidParameter("Please specify valid resource type");
  setLimit(world, owner.projectId ?? owner.accountId, name, parameters.whole("max") ?? -1);
  return { resourcelimit: limitView(world, owner, name) };
}

function askedOwner({ parameters, world, caller }: Call): Owned {
  const project = world.tables.projects.get(parameters.text("projectid"));
  if (project) return { accountId: project.ownerAccountId, projectId: project.id };
  const name = parameters.text("account");
  const account =
    name === undefined
      ? caller.account
      : world.tables.accounts.first((row) => row.name === name && row.state === "enabled");
  if (!account) throw invalidParameter(`Unable to find account ${name}`);
  if (!caller.isRootAdmin && account.id !== caller.account.id) throw foreignObject();
  return { accountId: account.id };
}

function limitView(world: World, owner: Owned, type: ResourceType): Json {
  const { projectid, project, account, ...rest } = ownerView(world, owner);
  const serial = world.tables.domains.get(String(rest["domainid"]))?.serial;
  return {
    account: account ?? `PrjAcct-${project}-${serial}`,
    ...rest,
    resourcetype: String(RESOURCE_TYPES.indexOf(type)),
    resourcetypename: type,
    max: limitOf(world, owner, type),
    ...(projectid === undefined ? {} : { projectid, project }),
  };
}
