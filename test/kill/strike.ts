import { access, readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { engineProcesses } from "../_helpers/engine-processes.ts";
import type { KillOrder } from "./kill-order.ts";
import { type CloudKind, isDatabase, type KillPoint } from "./kill-point.ts";
import { orderFile, type Stand } from "./stand.ts";

/** A blow that waits for its point. */
export interface Strike {
  /** How many of its blows fell: a double one may leave the second to whoever is started again. */
  fallen(): Promise<number>;
  /** Whether it does the second blow of its point too. */
  readonly both: boolean;
  /** Takes it back. */
  disarm(): Promise<void>;
}

/** Makes the point deadly from now on; counting begins here. */
export function arm(stand: Stand, point: KillPoint): Promise<Strike> {
  return point.passer === "engine" ? onCloud(stand, point) : onSeam(stand, point, point.passer);
}

async function onSeam(stand: Stand, point: KillPoint, passer: "service" | "worker"): Promise<Strike> {
  const { victim, boundary, occurrence, moment } = point;
  const file = orderFile(stand, passer);
  const both = point.again?.passer === passer && !isDatabase(victim) && !isDatabase(point.again.victim);
  const order: KillOrder = {
    ...{ boundary, occurrence, moment, victim: isDatabase(victim) ? stand.database.pid : null },
    ...(both && { next: { ...pick(point.again), victim: null } }),
  };
  await Promise.all([rm(`${file}.armed`, { force: true }), rm(`${file}.fired`, { force: true })]);
  await writeFile(file, JSON.stringify(order));
  await tell(stand[passer].pid, file);
  let seen = 0;
  return {
    both,
    async fallen() {
      // What was seen once stays: the next strike begins its own count.
      seen = Math.max(seen, (await readFile(`${file}.fired`, "utf8").catch(() => "")).length);
      return Math.min(seen, both ? 2 : 1);
    },
    async disarm() {
      await rm(file, { force: true });
      await stand[passer].ready();
      await tell(stand[passer].pid, file);
    },
  };
}

function pick({ boundary, occurrence, moment }: KillPoint) {
  return { boundary, occurrence, moment };
}

async function tell(pid: number, file: string): Promise<void> {
  await rm(`${file}.armed`, { force: true });
  process.kill(pid, "SIGUSR2");
  for (let look = 0; !(await exists(`${file}.armed`)); look += 1) {
    if (look > 200) throw new Error("the kill switch does not answer");
    await sleep(50);
  }
}

async function onCloud(stand: Stand, { victim, boundary, occurrence, moment }: KillPoint): Promise<Strike> {
  const kind: CloudKind = boundary.startsWith("openstack") ? "openstack" : "cloudstack";
  let killed = 0;
  const kill = async (): Promise<void> => {
    for (const provider of await providersOf(stand.worker.pid, kind)) {
      const pid = victim === "provider" ? provider : await parentOf(provider);
      const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
      // Whoever called is dead already when its call was the last thing it did.
      if (!name.startsWith("terraform")) continue;
      process.kill(pid, "SIGKILL");
      killed += 1;
    }
  };
  stand.proxies[kind].arm({ boundary, occurrence, moment, kill });
  return {
    both: false,
    // A call that was merely lost is no kill.
    fallen: async () => (killed > 0 ? 1 : 0),
    disarm: async () => stand.proxies[kind].arm(null),
  };
}

async function providersOf(worker: number, kind: CloudKind): Promise<readonly number[]> {
  const found = await engineProcesses(worker);
  const lines = await Promise.all(found.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return found.filter((_, index) => lines[index]?.includes(`terraform-provider-${kind}`));
}

async function parentOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return Number(/\) \S (\d+)/.exec(stat)?.[1] ?? 0);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
