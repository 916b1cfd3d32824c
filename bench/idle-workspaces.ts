import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { dropOldPlans, packHistory } from "../src/adapters/postgres/pack-history.ts";
import { type BenchService, startBenchService } from "./lib/bench-service.ts";
import { applyBoth, copyWorkspaces, openForCopying } from "./lib/copy-workspaces.ts";
import { type Figure, figure } from "./lib/report.ts";

const COUNT = 10_000;
/** What runs that are over leave behind to be read: logs, plans, and what they made. */
const HISTORY = ["run_event", "run_plan", "run_object", "run_history"];
/** Long enough for the service's regular rounds to have come by. */
const SETTLE_MS = 8_000;
const KIB = 1024;
/** As the service does when nobody says otherwise. */
const KEEP_PLANS_DAYS = 30;

/**
 * What an idle workspace costs: bytes in PostgreSQL, memory of the service, processes. Every one is a copy of a workspace
 * that was really submitted, planned and applied on both sites; a tenth of them are there before, the rest are measured.
 *
 * @param count idle workspaces
 */
export async function benchIdleWorkspaces(count = COUNT): Promise<readonly Figure[]> {
  const service = await startBenchService("instant");
  const pool = openForCopying(service);
  try {
    const id = await applyBoth(service, "template");
    // The service does the same within five minutes.
    await untilPacked(pool);
    const first = Math.floor(count / 10);
    const owners = (amount: number) => Array.from({ length: amount }, () => "local");
    await copyWorkspaces(pool, { id, owners: owners(first) });
    const before = await measure(service, pool);
    await copyWorkspaces(pool, { id, owners: owners(count - first), from: first });
    const after = await measure(service, pool);
    const each = (which: (taken: Taken) => number) => (which(after) - which(before)) / (count - first) / KIB;
    const [own, history] = [each(({ own }) => own), each(({ history }) => history)];
    const memory = each(({ memory }) => memory);
    process.stderr.write(
      `idle workspaces: ${own.toFixed(1)} KiB of PostgreSQL each (and ${history.toFixed(1)} KiB of history), ${memory.toFixed(2)} KiB of memory, ${after.processes - before.processes} processes\n`,
    );
    const tables = [...after.tables].map(([name, bytes]) => ({
      name,
      kib: (bytes - (before.tables.get(name) ?? 0)) / (count - first) / KIB,
    }));
    return [
      figure(`PostgreSQL per idle workspace, ${first} → ${count} of them, without its runs' history`, own, " KiB", 16),
      figure("its history: log, plan and objects of one applied run on each site", history, " KiB"),
      figure("memory of the service per idle workspace", Math.max(0, memory), " KiB", 1),
      figure("processes more", after.processes - before.processes, "", 0),
      ...tables
        .filter(({ kib }) => kib >= 0.5)
        .toSorted((a, b) => b.kib - a.kib)
        .map(({ name, kib }) => figure(`table ${name} with its indexes`, kib, " KiB")),
    ];
  } finally {
    await pool.end();
    await service.close();
  }
}

/** A run's last lines get some seconds before its log is packed. */
async function untilPacked(pool: pg.Pool): Promise<void> {
  for (let packed = 0; packed < 2; packed += await packHistory(pool)) await sleep(1_000);
  await dropOldPlans(pool, KEEP_PLANS_DAYS);
}

interface Taken {
  /** Bytes of every table with its indexes and long values. */
  readonly tables: ReadonlyMap<string, number>;
  readonly own: number;
  readonly history: number;
  /** Bytes that the service's own process holds. */
  readonly memory: number;
  /** The service and everything below it, without PostgreSQL's own, which come and go with connections. */
  readonly processes: number;
}

async function measure(service: BenchService, pool: pg.Pool): Promise<Taken> {
  await sleep(SETTLE_MS);
  const { rows } = await pool.query<{ name: string; bytes: string }>(
    `select relname as name, pg_total_relation_size(oid) as bytes from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  const tables = new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]));
  const all = [...tables.values()].reduce((sum, bytes) => sum + bytes, 0);
  const history = HISTORY.reduce((sum, name) => sum + (tables.get(name) ?? 0), 0);
  const status = await readFile(`/proc/${service.pid}/status`, "utf8");
  const memory = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * KIB;
  return { tables, own: all - history, history, memory, processes: await processesBelow(service.pid) };
}

async function processesBelow(root: number): Promise<number> {
  const parents = new Map<number, number>();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    if (stat.includes("(postgres)")) continue;
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
  }
  const below = (pid: number | undefined): boolean => pid === root || (!!pid && below(parents.get(pid)));
  return [...parents.keys()].filter(below).length;
}
