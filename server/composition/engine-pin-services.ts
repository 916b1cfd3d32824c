import type { EnginePinStore } from "../../src/adapters/postgres/engine-pin-store.ts";
import type { EnginePin, EngineVersions } from "../../src/contract/index.ts";
import type { EnginePins } from "../../src/run/index.ts";
import type { EnginePinServices } from "../services/engine-pin-side.ts";
import type { Toolchain } from "../toolchain.ts";

/** What set-up found for this checkout, as a workspace is held to it. */
export function offeredVersions({ engineKind, engineVersion, versions }: Toolchain): EngineVersions {
  return {
    engine: `${engineKind} ${engineVersion}`,
    openstack: versions["openstack"] ?? "none",
    cloudstack: versions["cloudstack"] ?? "none",
  };
}

/** For the worker, with the service's own store. */
export function workerPins(store: EnginePinStore, toolchain: Toolchain): EnginePins {
  const offered = offeredVersions(toolchain);
  return {
    pin: (workspaceId) => store.pin(workspaceId, offered),
    awaitsReview: store.awaitsReview,
  };
}

export function enginePinServices(store: EnginePinStore, toolchain: Toolchain): EnginePinServices {
  const offered = offeredVersions(toolchain);

  async function find(workspaceId: string): Promise<EnginePin> {
    const pin = await store.find(workspaceId);
    if (pin === null) return { pinned: null, offered, waiting: null, review: [] };
    const waiting = same(pin.versions, offered) ? null : waitingText(pin.versions);
    return { pinned: pin.versions, offered, waiting, review: [...pin.review] };
  }

  return {
    find: (_principal, workspaceId) => find(workspaceId),
    async upgrade(_principal, workspaceId) {
      const present = await find(workspaceId);
      if (present.pinned !== null && present.waiting === null) return present;
      await store.move(workspaceId, offered);
      return find(workspaceId);
    },
  };
}

function same(left: EngineVersions, right: EngineVersions): boolean {
  return left.engine === right.engine && left.openstack === right.openstack && left.cloudstack === right.cloudstack;
}

function waitingText({ engine, openstack, cloudstack }: EngineVersions): string {
  return `The workspace is held to ${engine} with the providers openstack ${openstack} and cloudstack ${cloudstack}, which are not here. Add a worker that has them, or move the workspace to the versions that are here.`;
}
