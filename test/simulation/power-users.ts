import { type PowerVerb, type SiteKey, siteKind } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { PowerDesk } from "./power-side.ts";
import type { Random } from "./random.ts";
import type { VirtualProcess } from "./virtual-process.ts";
import type { VirtualWorkspace } from "./workspaces.ts";
import type { World } from "./world.ts";

/** People who start, stop and reboot machines beside everything else. */
export interface PowerUsers {
  /** Nobody asks for anything any more. */
  settleDown(): void;
  /** Whether somebody still waits for an answer that can come. */
  waiting(): boolean;
}

const NOBODY: PowerUsers = { settleDown: () => undefined, waiting: () => false };
const BUSY = ["pending", "planning", "confirmed", "applying"];
const SITES: readonly SiteKey[] = ["openstack", "cloudstack"];

/** @param random their own, so that they do not move what the others do */
export function makePowerUsers(world: World, random: Random): PowerUsers {
  const { scheduler, oracle, trace, power } = world;
  const lastSeen = new Map<string, string>();
  let settled = false;
  let asking: VirtualProcess[] = [];
  if (power === null) return NOBODY;
  const { watch } = power;

  function ask(what: string, request: (desk: PowerDesk) => Promise<unknown>): void {
    const { process, power: desk } = world.service();
    if (desk === null) return;
    asking.push(process);
    const answered = (how: string) => {
      asking.splice(asking.indexOf(process), 1);
      trace.add(scheduler.now(), "user", `${what} = ${how}`);
    };
    process.deliver(() => {
      request(desk).then(
        () => answered("done"),
        (error) => {
          answered(error instanceof AppError ? error.code : String(error));
          if (!(error instanceof AppError)) oracle.blame(`a user met a defect: ${error?.stack ?? String(error)}`);
        },
      );
    });
  }

  /** The machine as people know it: now and then one that is gone. */
  function machineOf({ id }: VirtualWorkspace, site: SiteKey): string | null {
    const present = [...world.clouds[siteKind(site)].objects.values()].findLast(
      (object) => object.workspaceId === id && object.address.endsWith(".instance") && !object.twin,
    );
    const key = `${id}/${site}`;
    const seen = lastSeen.get(key) ?? null;
    if (present !== undefined) lastSeen.set(key, present.id);
    return random.chance(0.05) ? seen : (present?.id ?? null);
  }

  function wish(machine: string | null, site: SiteKey): PowerVerb {
    if (random.chance(0.15)) return random.pick(["start", "stop", "reboot"]);
    const isStopped = machine !== null && world.clouds[siteKind(site)].power.stateOf(machine) === "stopped";
    return isStopped ? "start" : random.pick(["stop", "reboot"]);
  }

  /** Mostly one where a machine stands and nothing is under way. */
  function chooseSite(workspace: VirtualWorkspace): SiteKey | null {
    const runs = [...oracle.runs().values()].map(({ run }) => run);
    const isBusy = (site: SiteKey) =>
      (watch.isOpenOn({ workspaceId: workspace.id, site }) && random.chance(0.85)) ||
      runs.some((run) => run.workspaceId === workspace.id && run.site === site && BUSY.includes(run.status));
    const free = SITES.filter((site) => !isBusy(site) && machineOf(workspace, site) !== null);
    if (free.length > 0) return random.pick(free);
    return random.chance(0.04) ? random.pick(SITES) : null;
  }

  function act(workspace: VirtualWorkspace): void {
    const site = chooseSite(workspace);
    if (site === null) return;
    const instanceId = machineOf(workspace, site);
    const action = wish(instanceId, site);
    const { ownerId, id: workspaceId, name: workspaceName } = workspace;
    const request = { action, hard: action === "reboot" && random.chance(0.3), accepted: true };
    const place = {
      ...{ workspaceId, workspaceName, site, role: "primary" as const, cloudId: world.cloudIds[siteKind(site)] },
      ...{ cloudName: site, cloudKind: siteKind(site), sandbox: true, machine: "running" as const },
      ...{ instanceName: workspaceName, instanceId },
    };
    ask(`${action} ${workspaceName} on ${site}`, async ({ requestPower }) => {
      const made = await requestPower({ ownerId, createdBy: ownerId, place, request });
      if (!random.chance(0.2)) return;
      scheduler.at(random.whole(0, 3_000), () =>
        ask(`take back ${made.id.slice(0, 8)}`, ({ cancelPower }) => cancelPower(workspaceId, made.id)),
      );
    });
    // Whoever has no patience presses again.
    if (random.chance(0.15))
      ask(`${action} ${workspaceName} again`, ({ requestPower }) =>
        requestPower({ ownerId, createdBy: ownerId, place, request }),
      );
  }

  function live(workspace: VirtualWorkspace): void {
    scheduler.at(random.whole(200, 900), () => {
      if (settled) return;
      act(workspace);
      live(workspace);
    });
  }

  for (const workspace of world.workspaces.all) live(workspace);

  return {
    settleDown() {
      settled = true;
    },
    waiting() {
      asking = asking.filter((process) => process.life() !== "dead");
      return asking.length > 0;
    },
  };
}
