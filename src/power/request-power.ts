import type { SiteRef } from "../cloud/index.ts";
import { CONSEQUENCES, isGrave, type PowerAction, type PowerRequest, powerConsequences } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import type { PowerStore } from "./ports.ts";
import { presentPower } from "./present-power.ts";

export interface RequestPowerPorts {
  readonly store: Pick<PowerStore, "create">;
  readonly clock: Clock;
  readonly newId: () => string;
}

export interface RequestPowerInput {
  readonly ownerId: string;
  readonly createdBy: string;
  /** The site whose machine is meant. */
  readonly place: SiteRef;
  readonly request: PowerRequest;
}

/**
 * Asks for a machine to be started, stopped or rebooted; a worker does it. Throws AppError: no-machine,
 * power-not-accepted (with the consequences), run-active, power-active.
 */
export function makeRequestPower({ store, clock, newId }: RequestPowerPorts) {
  return async function requestPower(input: RequestPowerInput): Promise<PowerAction> {
    const { ownerId, createdBy, place, request } = input;
    const { instanceId, workspaceName } = place;
    const facts = { workspaceId: place.workspaceId, site: place.site };
    if (instanceId === null) {
      throw new AppError("no-machine", `${workspaceName} has no machine on ${place.cloudName}.`, facts);
    }
    refuseUnaccepted(place, request);
    const record = await store.create({
      id: newId(),
      ...{ workspaceId: place.workspaceId, workspaceName, site: place.site, role: place.role, cloudId: place.cloudId },
      ...{ instanceId, action: request.action, hard: request.action === "reboot" && request.hard },
      ...{ ownerId, createdBy, createdAt: clock.now() },
    });
    return presentPower(record);
  };
}

function refuseUnaccepted(place: SiteRef, request: PowerRequest): void {
  const grave = powerConsequences(request, place).filter(isGrave);
  if (grave.length === 0 || request.accepted) return;
  const texts = grave.map((consequence) => CONSEQUENCES[consequence]);
  throw new AppError("power-not-accepted", texts.join(" "), { site: place.site, consequences: grave });
}
