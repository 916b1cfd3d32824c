import type { NamedId } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import { Zone } from "./answers.ts";
import type { CloudstackApi } from "./cloudstack-api.ts";

/** A zone that a site can be built in. */
export interface FoundZone extends NamedId {
  /** False where offerings on a host's own disks cannot be deployed. */
  readonly localStorage: boolean;
}

/**
 * The registered zone by id or name; AppError("cloud-refused") names the zones there are, or says why this one cannot
 * be used: basic zones and zones with security groups have no isolated networks.
 */
export async function findZone(api: CloudstackApi, idOrName: string, signal?: AbortSignal): Promise<FoundZone> {
  const zones = await api.list("listZones", {}, "zone", Zone, signal);
  const zone = zones.find(({ id }) => id === idOrName) ?? zones.find(({ name }) => name === idOrName);
  if (zone === undefined) {
    const names = zones.map(({ name }) => name);
    throw new AppError(
      "cloud-refused",
      `There is no zone ${idOrName}; this account sees ${names.join(", ") || "none"}.`,
      {
        zones: names,
        remedy: names.length > 0 ? `Register one of: ${names.join(", ")}.` : "Ask the cloud's operator for a zone.",
      },
    );
  }
  if (zone.allocationstate === "Disabled") {
    throw new AppError("cloud-refused", `The zone ${zone.name} is disabled.`, {
      remedy: "Ask the cloud's operator to enable it, or register another zone.",
    });
  }
  if (zone.networktype === "Basic" || zone.securitygroupsenabled === true) {
    const kind = zone.networktype === "Basic" ? "is a basic zone" : "works with security groups";
    throw new AppError("cloud-refused", `The zone ${zone.name} ${kind}, so it has no isolated networks.`, {
      remedy: "Register an advanced zone without security groups.",
    });
  }
  return { id: zone.id, name: zone.name, localStorage: zone.localstorageenabled !== false };
}
