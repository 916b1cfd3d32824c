import { API_CATALOG } from "./api-catalog.ts";
import { invalidValue, missingParameter, noSuchEntity } from "./api-error.ts";
import type { Parameters } from "./parameters.ts";
import type { Kind, World } from "./world.ts";

/** Which table a parameter points to when it means the same in every command. */
const POINTS_TO: Record<string, Kind> = {
  accountid: "accounts",
  affinitygroupid: "affinityGroups",
  associatednetworkid: "networks",
  diskofferingid: "diskOfferings",
  domainid: "domains",
  ipaddressid: "ipAddresses",
  jobid: "jobs",
  lbruleid: "loadBalancerRules",
  networkid: "networks",
  networkofferingid: "networkOfferings",
  ostypeid: "osTypes",
  projectid: "projects",
  publicipid: "ipAddresses",
  roleid: "roles",
  serviceofferingid: "serviceOfferings",
  snapshotid: "snapshots",
  templateid: "templates",
  userdataid: "userData",
  userid: "users",
  virtualmachineid: "virtualMachines",
  volumeid: "volumes",
  zoneid: "zones",
};

/** The same for lists: one id that the server never had spoils the whole call. */
const LIST_POINTS_TO: Record<string, Kind> = {
  affinitygroupids: "affinityGroups",
  networkids: "networks",
  virtualmachineids: "virtualMachines",
  zoneids: "zones",
};

const ANY = "-1";

/** Refuses what the real server refuses while it reads parameters: missing, ill-typed, or pointing nowhere. */
export function checkParameters(world: World, command: string, idKind: Kind | undefined, parameters: Parameters): void {
  for (const { name, type, required } of API_CATALOG.get(command)?.parameters ?? []) {
    const value = parameters.text(name);
    if (value === undefined || value === "") {
      if (required && !parameters.has(name)) throw missingParameter(command, name);
    } else if (type === "uuid") {
      const kind = name === "id" ? idKind : POINTS_TO[name];
      if (kind && value !== ANY && !world.tables[kind].knows(value)) throw noSuchEntity(command, name, value);
    } else if (type === "list") {
      const kind = name === "ids" ? idKind : LIST_POINTS_TO[name];
      const unknown = parameters.list(name).find((id) => kind && id !== ANY && !world.tables[kind].knows(id));
      if (unknown !== undefined) throw noSuchEntity(command, name, unknown);
    } else if ((type === "integer" || type === "long") && !/^-?\d+$/.test(value)) {
      throw invalidValue(command, name, value);
    } else if (type === "map") {
      throw invalidValue(command, name, value);
    }
  }
}
