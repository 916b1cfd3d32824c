import type { NamedId } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import { Zone } from "./answers.ts";
import type { CloudstackApi } from "./cloudstack-api.ts";

/** The registered zone by id or name; AppError("cloud-refused") names the zones there are. */
export async function findZone(api: CloudstackApi, idOrName: string, signal?: AbortSignal): Promise<NamedId> {
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
  return { id: zone.id, name: zone.name };
}
