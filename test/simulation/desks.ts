import type { SiteKey } from "../../src/contract/index.ts";
import type { DeskAccess, StateRuns } from "../../src/state/ports.ts";
import type { Oracle } from "./followed-run.ts";
import { makeStateClient } from "./state-client.ts";
import { decodeState, encodeState } from "./state-document.ts";
import { makeVirtualProcess, type VirtualProcess } from "./virtual-process.ts";
import type { VirtualWorkspace } from "./workspaces.ts";
import type { World } from "./world.ts";

/** People who use plain Terraform on the states of their own clouds, beside the service. */
export interface Desks {
  /** Nobody begins anything new; who holds a lock gives it back. */
  close(): void;
  /** Whether a lock is still in somebody's hands. */
  busy(): boolean;
}

const OVER = ["applied", "planned-and-finished", "discarded", "canceled", "errored"];

/** Any token that names a desk; its cloud is its owner's own. */
export const deskAccess: DeskAccess = {
  caller: async (token) =>
    token.startsWith("desk-") ? { person: { id: token, name: token }, mayChange: true, cloud: null } : null,
  noteWrite: async () => undefined,
};

/** What states ask about runs, answered from what has happened. */
export function runsAsSeen(oracle: () => Oracle): StateRuns {
  const followed = () => [...oracle().runs().values()].map(({ run }) => run);
  return {
    async live(workspaceId, site) {
      const live = followed().find(
        (run) =>
          run.workspaceId === workspaceId &&
          run.site === site &&
          run.status !== "planned" &&
          !OVER.includes(run.status),
      );
      return live === undefined ? null : { id: live.id, status: live.status };
    },
    isLive: async (runId) => followed().some((run) => run.id === runId && !OVER.includes(run.status)),
    waitingPlan: async () => null,
    tellWaitingPlan: async () => undefined,
  };
}

export function makeDesks(world: World, often: boolean): Desks {
  const { scheduler, random, trace } = world;
  let closed = !often;
  let working = 0;

  function clientOf(process: VirtualProcess, workspace: VirtualWorkspace, site: SiteKey) {
    return makeStateClient(world, process, {
      TF_HTTP_ADDRESS: `http://service/state/v1/${workspace.id}/${site}`,
      TF_HTTP_USERNAME: "token",
      TF_HTTP_PASSWORD: `desk-${workspace.name}`,
    });
  }

  /** A lock whose request arrived when its desk had given up is noticed, and taken away by hand. */
  function clearLocks(): void {
    scheduler.at(5_000, () => {
      for (const workspace of world.workspaces.all) {
        for (const site of ["openstack", "cloudstack"] as const) {
          if (world.memory.locks.get(`${workspace.id}/${site}`) !== null) continue;
          const process = makeVirtualProcess(scheduler, `desk-${workspace.name}`, "desk");
          clientOf(process, workspace, site)
            .forceUnlock()
            .catch(() => undefined);
        }
      }
      clearLocks();
    });
  }

  /** One `terraform apply` that changes nothing on the cloud, as after an edit of an output. */
  async function use(workspace: VirtualWorkspace, site: SiteKey): Promise<void> {
    const process = makeVirtualProcess(scheduler, `desk-${workspace.name}`, "desk");
    const pause = (ms: number) => new Promise<void>((resolve) => void process.after(ms, resolve));
    const client = clientOf(process, workspace, site);
    const lockId = random.id();
    let isLocked = true;
    try {
      isLocked = await client.lock(lockId);
      if (isLocked) await write(client, pause, lockId);
    } catch (error) {
      trace.add(scheduler.now(), process.name, String(error));
    }
    for (let tries = 0; isLocked && tries < 100; tries += 1) {
      isLocked = await client.unlock(lockId).then(
        () => false,
        (error) => !String(error).includes("409"),
      );
      if (isLocked) await pause(3_000);
    }
  }

  async function write(
    client: ReturnType<typeof makeStateClient>,
    pause: (ms: number) => Promise<void>,
    lockId: string,
  ): Promise<void> {
    const bytes = await client.get();
    await pause(random.whole(50, 3_000));
    const before = bytes === null ? null : decodeState(bytes);
    // Somebody pushes the state of something else, or writes without having the lock: both must be refused.
    const isForeign = before !== null && random.chance(0.15);
    const isUnlocked = random.chance(0.15);
    if (isUnlocked) await client.unlock(lockId);
    const next = {
      serial: (before?.serial ?? 0) + 1,
      lineage: before === null || isForeign ? random.id() : before.lineage,
      base: before?.serial ?? null,
      objects: before?.objects ?? [],
    };
    await client.post(encodeState(next), lockId);
  }

  function live(workspace: VirtualWorkspace): void {
    scheduler.at(random.whole(3_000, 15_000), () => {
      if (closed) return;
      working += 1;
      use(workspace, random.pick(["openstack", "cloudstack"])).finally(() => {
        working -= 1;
      });
      live(workspace);
    });
  }

  if (often) for (const workspace of world.workspaces.all) live(workspace);

  return {
    close() {
      closed = true;
      clearLocks();
    },
    busy: () => working > 0 || [...world.memory.locks.values()].includes(null),
  };
}
