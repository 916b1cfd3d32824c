import { randomUUID } from "node:crypto";
import type { SiteRef } from "../../src/cloud/index.ts";
import type { SiteKey } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { locateMachines } from "../../src/overview/index.ts";
import {
  makeCancelPower,
  makePowerWorker,
  makeRequestPower,
  type PowerStore,
  presentPower,
} from "../../src/power/index.ts";
import type { RunWorker } from "../../src/run/index.ts";
import type { PowerServices } from "../services/power-side.ts";
import type { Services } from "../services.ts";
import type { SharedParts } from "./compose-service.ts";
import { eventService } from "./event-service.ts";
import { runAlongside } from "./run-alongside.ts";
import { systemTimers } from "./system-time.ts";

interface PowerParts extends Pick<SharedParts, "clouds"> {
  /** The service's own: nobody's account acts while a worker tells a cloud. */
  readonly stores: Pick<SharedParts["stores"], "power" | "runs">;
}

/** Power actions are done wherever runs are worked on. */
export function withPower(worker: RunWorker, parts: PowerParts, onError: (error: unknown) => void): RunWorker {
  const { stores, clouds } = parts;
  const power = makePowerWorker({
    store: stores.power,
    clients: clouds.clients,
    mayUse: async (cloudId, ownerId) => {
      await clouds.environment(cloudId, ownerId);
    },
    workerId: `power-${randomUUID()}`,
    // Power is told of without a run's id; what runs write into their logs does not wake it up.
    onChange: (listener) => stores.runs.onChange((runId) => (runId === null ? listener() : undefined)),
    timers: systemTimers,
    elapsedMs: () => performance.now(),
    onError,
  });
  return runAlongside(worker, power);
}

/** Whether a person stopped the site's machine, and it was not started or applied since. */
export async function stoppedByHand(
  store: Pick<PowerStore, "last">,
  workspaceId: string,
  site: SiteKey,
): Promise<boolean> {
  return (await store.last(workspaceId, site))?.action === "stop";
}

/** Power, and the time line that tells of it, for the routes. */
export function powerServices(parts: SharedParts): Pick<Services, "power" | "workspaceEvents"> {
  return { power: powerDesk(parts), workspaceEvents: eventService(parts.stores) };
}

function powerDesk({ stores, clock, secrets }: SharedParts): PowerServices {
  const store = stores.power;
  const requestPower = makeRequestPower({ store, clock, newId: secrets.newId });
  const cancelPower = makeCancelPower(store);

  async function placeOf(ownerId: string, workspaceId: string, site: SiteKey): Promise<SiteRef> {
    const facts = await stores.overview.find(ownerId, workspaceId);
    if (facts === null) throw new AppError("not-found", `There is no workspace ${workspaceId}.`, { workspaceId });
    const place = locateMachines(facts).find((one) => one.site === site);
    if (place !== undefined) return place;
    throw new AppError("no-machine", `${facts.name} has nothing on ${site}.`, { workspaceId, site });
  }

  return {
    async request({ accountId, userId }, workspaceId, site, request) {
      const place = await placeOf(accountId, workspaceId, site);
      return requestPower({ ownerId: accountId, createdBy: userId, place, request });
    },
    async list(_principal, workspaceId, page) {
      return (await store.list(workspaceId, page)).map(presentPower);
    },
    async find(_principal, workspaceId, id) {
      const record = await store.find(workspaceId, id);
      if (record === null) throw new AppError("not-found", `There is no power action ${id}.`, { id });
      return presentPower(record);
    },
    cancel: (_principal, workspaceId, id) => cancelPower(workspaceId, id),
  };
}
