import { readdir, readFile } from "node:fs/promises";
import type pg from "pg";

/** Fields of `/proc/<pid>/stat` after the name, as proc(5) numbers them, less the first three. */
const PARENT = 1;
const USER = 11;
const SYSTEM = 12;
const CHILDREN_USER = 13;
const CHILDREN_SYSTEM = 14;

/** User and system time of a process so far, in seconds, as Linux counts it: in hundredths of a second. */
export async function processSeconds(pid: number): Promise<number> {
  return seconds(await statOf(pid), [USER, SYSTEM]);
}

/** User and system time of a whole PostgreSQL so far, in seconds: of its backends, those that ended too. */
export async function databaseSeconds(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>("select pg_backend_pid() as pid");
  const postmaster = Number((await statOf(rows[0]?.pid ?? 0))[PARENT]);
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map((pid) => statOf(Number(pid))));
  const backends = stats.filter((stat) => Number(stat[PARENT]) === postmaster);
  const ended = seconds(await statOf(postmaster), [USER, SYSTEM, CHILDREN_USER, CHILDREN_SYSTEM]);
  return backends.reduce((sum, stat) => sum + seconds(stat, [USER, SYSTEM]), ended);
}

/** Empty for a process that has ended meanwhile. */
async function statOf(pid: number): Promise<readonly string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function seconds(stat: readonly string[], fields: readonly number[]): number {
  return fields.reduce((sum, field) => sum + Number(stat[field] ?? 0), 0) / 100;
}
