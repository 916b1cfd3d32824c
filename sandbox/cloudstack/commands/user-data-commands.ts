import { newOwner, target, visible } from "../core/access.ts";
import { invalidParameter } from "../core/api-error.ts";
import { type Call, type CommandFamily, type Json, sync } from "../core/command.ts";
import type { UserDataEntry } from "../core/model.ts";
import { listOf } from "../core/paging.ts";
import { checkUserData } from "../core/user-data.ts";
import type { World } from "../core/world.ts";
import { ownerView } from "../views/owner-view.ts";

/** Stored user data; all answered at once. */
export const USER_DATA_COMMANDS: CommandFamily = {
  registerUserData: sync(registerUserData),
  listUserData: sync(listUserData, { id: "userData" }),
  deleteUserData: sync(deleteUserData, { id: "userData" }),
};

function registerUserData(call: Call): Json {
  const { parameters, world, method } = call;
  const owner = newOwner(call);
  const name = parameters.required("name");
  const userData = parameters.required("userdata");
  checkUserData(world, userData, method);
  if (world.tables.userData.first((row) => row.accountId === owner.accountId && row.name === name)) {
    throw invalidParameter(`A userdata with name ${name} already exists for this account.`);
  }
  const params = parameters.text("params");
  const optional = params === undefined ? {} : { params };
  const row = world.tables.userData.add({ ...world.newRow("userData"), ...owner, name, userData, ...optional });
  return { userdata: userDataView(world, row) };
}

function listUserData(call: Call): Json {
  const { parameters, world } = call;
  const [id, name] = [parameters.text("id"), parameters.text("name")];
  const rows = visible(call, world.tables.userData.all())
    .filter((row) => id === undefined || row.id === id)
    .filter((row) => name === undefined || row.name === name);
  return listOf(call, "userdata", rows, (row) => userDataView(world, row));
}

function deleteUserData(call: Call): Json {
  const row = target(call, call.world.tables.userData, "id");
  if (call.world.tables.virtualMachines.first((machine) => machine.userDataId === row.id)) {
    throw invalidParameter(`Userdata ${row.name} cannot be removed as it is used by a virtual machine`);
  }
  call.world.tables.userData.delete(row.id);
  return { success: true };
}

function userDataView(world: World, row: UserDataEntry): Json {
  const { id, name, userData: userdata } = row;
  const params = row.params === undefined ? {} : { params: row.params };
  return { id, name, ...ownerView(world, row), userdata, ...params, hasannotations: false };
}
