import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PgBoss } from "pg-boss";
import type { RunRecord } from "../src/run/index.ts";
import { type BenchDatabase, startBenchDatabase } from "./lib/bench-database.ts";
import { interleavedPairs, quantile } from "./lib/interleaved-pairs.ts";
import { openQueueStore, queuedRun, startQueueWorker } from "./lib/queue-worker.ts";
import { type Figure, figure } from "./lib/report.ts";

const PAIRS = 100;
const WARM_UP = 10;
const KILLS = 2;
type Way = "pg-boss" | "notify";

/**
 * From a run's commit to its claim by an idle worker, against a loop of pg-boss alone, in turns; then from the death of
 * a worker process (kill -9) to its run in another worker's hands.
 */
export async function benchQueue(): Promise<readonly Figure[]> {
  const database = await startBenchDatabase();
  try {
    await database.pool.query("insert into account (id, name) values ('local', 'Local user')");
    return [
      ...(await pickUp(database, "pg-boss")),
      ...(await pickUp(database, "notify")),
      ...(await resume(database, "pg-boss")),
      ...(await resume(database, "notify")),
    ];
  } finally {
    await database.close();
  }
}

async function pickUp(database: BenchDatabase, way: Way): Promise<readonly Figure[]> {
  const claims = makeAlarm();
  const times: number[] = [];
  const runs: RunRecord[] = [];
  for (let round = 0; round < PAIRS + WARM_UP; round += 1) runs.push(queuedRun(await addWorkspace(database)));
  const worker = await startQueueWorker({ ...at(database), delivery: way, onClaim: claims.ring });
  const bare = await startBareBoss(database.url);
  const result = await interleavedPairs({
    ...{ name: way, pairs: PAIRS, warmUp: WARM_UP },
    async ours(round) {
      const since = performance.now();
      const run = runs[round];
      if (run === undefined) return;
      await worker.store.create([run]);
      await claims.heard(run.id);
      if (round >= WARM_UP) times.push(performance.now() - since);
    },
    raw: () => bare.once(),
  });
  await bare.stop();
  await worker.stop();
  return [
    figure(`run made → claimed, by ${way}: p50`, result.oursMs, " ms", way === "pg-boss" ? 10 : undefined),
    figure(`run made → claimed, by ${way}: p99`, quantile(times, 0.99), " ms"),
    figure("pg-boss alone, send → called: p50", result.rawMs, " ms"),
    figure(`ratio, median of ${PAIRS} interleaved pairs`, result.ratio, " ×", way === "pg-boss" ? 1.5 : undefined),
  ];
}

async function resume(database: BenchDatabase, way: Way): Promise<readonly Figure[]> {
  const times: number[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, "lib/queue-worker-process.ts"), database.url, way],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const said = makeAlarm();
    createInterface({ input: child.stdout }).on("line", said.ring);
    await said.heard("ready");
    const run = queuedRun(await addWorkspace(database));
    const maker = await openQueueStore({ ...at(database), delivery: way });
    await maker.store.create([run]);
    await maker.delivery?.stop();
    await said.heard(run.id);
    child.kill("SIGKILL");
    const since = performance.now();
    const claims = makeAlarm();
    const heir = await startQueueWorker({ ...at(database), delivery: way, onClaim: claims.ring });
    await claims.heard(run.id);
    times.push((performance.now() - since) / 1_000);
    await heir.stop();
  }
  return [
    figure(`worker killed → its run in another's hands, by ${way}: longest of ${KILLS}`, Math.max(...times), " s", 15),
  ];
}

function at({ pool, url }: BenchDatabase) {
  return { pool, databaseUrl: url };
}

async function addWorkspace({ pool }: BenchDatabase): Promise<string> {
  const id = randomUUID();
  await pool.query(
    "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, 'local', $2, now(), now())",
    [id, id],
  );
  return id;
}

async function startBareBoss(connectionString: string) {
  const boss = new PgBoss({ connectionString, schema: "bare", useListenNotify: true, schedule: false });
  boss.on("error", () => undefined);
  await boss.start();
  await boss.createQueue("bare", { notify: true });
  const calls = makeAlarm();
  await boss.work<{ id: string }>("bare", { localConcurrency: 4, pollingIntervalSeconds: 0.5 }, async (jobs) => {
    for (const job of jobs) calls.ring(job.data.id);
  });
  return {
    async once() {
      const id = randomUUID();
      await boss.send("bare", { id });
      await calls.heard(id);
    },
    stop: () => boss.stop({ graceful: false }),
  };
}

interface Alarm {
  readonly ring: (what: string) => void;
  heard(what: string): Promise<void>;
}

function makeAlarm(): Alarm {
  const rung = new Set<string>();
  const waiting = new Map<string, () => void>();
  return {
    ring(what) {
      rung.add(what);
      waiting.get(what)?.();
    },
    heard: (what) =>
      new Promise((resolve) => {
        if (rung.has(what)) resolve();
        else waiting.set(what, resolve);
      }),
  };
}
