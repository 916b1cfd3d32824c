/**
 * Durable PUT and GET pairs per second through the real state routes on PostgreSQL, sealed and not, in interleaved
 * rounds, and whether every stale write is refused: npm run bench -- state-backend
 */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { Pool } from "undici";
import type { Services } from "../server/services.ts";
import type { Keyring } from "../src/adapters/postgres/sealing/open-keyring.ts";
import { pack, unpack } from "../src/adapters/postgres/sealing/pack.ts";
import type { Unsealed } from "../src/adapters/postgres/sealing/sealed-box.ts";
import { makeStateRuns } from "../src/adapters/postgres/state-runs.ts";
import { makeStateStore } from "../src/adapters/postgres/state-store.ts";
import { stateDigests } from "../src/adapters/terraform/state-digests.ts";
import { makeStateBackend } from "../src/state/index.ts";
import { buildScriptedApp } from "../test/_helpers/scripted-app.ts";
import { scriptServices } from "../test/_helpers/scripted-services.ts";
import { noDesks } from "../test/_helpers/state-surroundings.ts";
import { median } from "./lib/interleaved-pairs.ts";
import { openStateBed, sampleState } from "./lib/state-bed.ts";
import type { StateClients, StateRound, StateRoundDone, StateSite } from "./lib/state-clients.ts";

const SITES = 16;
const ROUND_MS = 1_500;
const ROUNDS = 6;
const LOCK = "bench-lock";
const PASSWORD = "bench-password";

/** Pairs so far, for what one costs this process, the thread of its clients included. */
let count = 0;
const bed = await openStateBed();
const clock = { now: () => new Date() };

/** Documents as they are, and compressed only: what sealing is held against. */
const inClear = sealers({ seal: async (bytes) => Buffer.from(bytes), open: async (bytes) => Buffer.from(bytes) });
const PACKINGS: readonly Unsealed["packing"][] = ["plain", "zstd", "zstd-with-common-words-1"];
const packedOnly = sealers({
  async seal(bytes) {
    const { packing, body } = await pack(bytes);
    return Buffer.concat([Buffer.of(PACKINGS.indexOf(packing)), body]);
  },
  open: async (bytes) => unpack({ packing: PACKINGS[bytes[0] ?? 0] ?? "plain", body: Buffer.from(bytes.subarray(1)) }),
});

function sealers(sealer: {
  seal(bytes: Uint8Array): Promise<Buffer>;
  open(bytes: Uint8Array): Promise<Buffer>;
}): Pick<Keyring, "workspaces"> {
  return { workspaces: { of: async () => sealer, within: async () => sealer } };
}

async function openSide(keyring: Pick<Keyring, "workspaces">) {
  const store = makeStateStore(bed.pool, keyring);
  const ports = { store, runs: makeStateRuns(bed.pool), desks: noDesks(), digests: stateDigests, clock };
  const services: Services = { ...scriptServices().services, state: makeStateBackend(ports) };
  const app = await buildScriptedApp(services);
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const sites = await Promise.all(Array.from({ length: SITES }, () => addSite()));
  const client = new Pool(url, { connections: SITES });
  const clients = new Worker(new URL("lib/state-clients.ts", import.meta.url), {
    workerData: { url, lockId: LOCK, sites } satisfies StateClients,
  });

  async function put(site: StateSite, body: Buffer, lockId = LOCK): Promise<number> {
    const answer = await client.request({
      ...{ method: "POST", path: `${site.path}?ID=${lockId}`, body },
      headers: {
        authorization: site.authorization,
        "content-type": "application/json",
        "content-md5": stateDigests.md5Base64(body),
      },
    });
    await answer.body.dump();
    return answer.statusCode;
  }

  return {
    sites,
    put,
    /** Pairs per second of all sites together. */
    async round(template: string): Promise<number> {
      clients.postMessage({ template, forMs: ROUND_MS } satisfies StateRound);
      const [done] = (await once(clients, "message")) as [StateRoundDone];
      count += done.pairs;
      for (const [index, serial] of done.serials.entries()) {
        const site = sites[index];
        if (site !== undefined) site.serial = serial;
      }
      return done.perSecond;
    },
    async close() {
      await clients.terminate();
      await client.close();
      await app.close();
    },
  };
}

async function addSite(): Promise<StateSite> {
  const [workspace, run] = [randomUUID(), randomUUID()];
  await bed.pool.query(
    "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1::uuid, 'bench', $1::uuid::text, now(), now())",
    [workspace],
  );
  await bed.pool.query(
    `insert into run (id, workspace_id, workspace_name, owner_id, group_id, site, role, cloud_id, kind, reason, revision,
                      auto_apply, status, created_by, created_at, claim_epoch)
     values ($1::uuid, $2, 'bench', 'bench', $1::uuid, 'openstack', 'primary', $1::uuid, 'apply', 'user', 1, false, 'applying', 'bench', now(), 1)`,
    [run, workspace],
  );
  const store = makeStateStore(bed.pool, bed.keyring);
  const place = { workspaceId: workspace, site: "openstack" } as const;
  await store.saveCredential({ runId: run, epoch: 1, ...place, passwordHash: stateDigests.sha256Hex(PASSWORD) });
  const lock = { id: LOCK, document: { ID: LOCK }, lockedAt: new Date(), runId: run, person: null };
  if ((await store.takeLock(workspace, "openstack", lock)) !== null) throw new TypeError("the lock was not given");
  const authorization = `Basic ${Buffer.from(`${run}:${PASSWORD}`).toString("base64")}`;
  return { path: `/state/v1/${workspace}/openstack`, authorization, serial: 0 };
}

/** What the disk and PostgreSQL give without us: one durable insert and one select of the same bytes, over the driver. */
async function openBare() {
  await bed.pool.query("create table bare (site integer, serial integer, bytes bytea, primary key (site, serial))");
  const serials = Array.from({ length: SITES }, () => 0);

  async function pair(site: number, bytes: Buffer): Promise<void> {
    const serial = (serials[site] ?? 0) + 1;
    serials[site] = serial;
    await bed.pool.query("insert into bare (site, serial, bytes) values ($1, $2, $3)", [site, serial, bytes]);
    const { rows } = await bed.pool.query<{ bytes: Buffer }>(
      "select bytes from bare where site = $1 order by serial desc limit 1",
      [site],
    );
    if (!rows[0]?.bytes.equals(bytes)) throw new TypeError("another document came back");
  }

  return {
    async round(template: string): Promise<number> {
      const begin = performance.now();
      const bytes = Buffer.from(template);
      let pairs = 0;
      async function work(site: number): Promise<void> {
        while (performance.now() - begin < ROUND_MS) {
          await pair(site, bytes);
          pairs += 1;
        }
      }
      await Promise.all(serials.map((_, site) => work(site)));
      return (pairs * 1_000) / (performance.now() - begin);
    },
    close: async () => undefined,
  };
}

const states = {
  sealed: await openSide(bed.keyring),
  packed: await openSide(packedOnly),
  clear: await openSide(inClear),
};
const sides = { ...states, bare: await openBare() };
type Name = keyof typeof sides;
const NAMES: readonly Name[] = ["sealed", "packed", "clear", "bare"];

try {
  for (const kib of [7, 64]) {
    const template = sampleState(1, kib * 1024).toString();
    for (const name of NAMES) await sides[name].round(template);
    const rates: Record<Name, number[]> = { sealed: [], packed: [], clear: [], bare: [] };
    const begin = { count, cpu: process.cpuUsage() };
    for (let round = 0; round < ROUNDS; round += 1)
      for (const name of round % 2 === 0 ? NAMES : NAMES.toReversed())
        rates[name].push(await sides[name].round(template));
    const against = (name: Name) =>
      (median(rates[name].map((rate, index) => rate / (rates.sealed[index] ?? Number.NaN))) - 1) * 100;
    const { user, system } = process.cpuUsage(begin.cpu);
    const cost = ((user + system) / 1_000 / (count - begin.count)).toFixed(2);
    process.stdout.write(
      `${kib} KiB (${cost} ms of processor per pair in this process, its clients’ thread included): sealed ${median(rates.sealed).toFixed(0)} pairs/s (goal 500), compressed only ${median(rates.packed).toFixed(0)}, in clear ${median(rates.clear).toFixed(0)}; sealing costs ${against("packed").toFixed(1)} % of compressing alone (goal 5), ${against("clear").toFixed(1)} % of neither; PostgreSQL alone, one durable insert and one select: ${median(rates.bare).toFixed(0)} pairs/s, of which sealed is ${(100 / (1 + against("bare") / 100)).toFixed(0)} %\n`,
    );
  }
  const { sites, put } = states.sealed;
  const statuses = new Map<number, number>();
  for (const site of sites) {
    const stale = [
      put(site, sampleState(site.serial, 2_000)),
      put(site, sampleState(site.serial - 1, 2_000)),
      put(site, sampleState(1, 2_000)),
      put(site, sampleState(site.serial + 1, 2_000), "another-lock"),
      put(
        site,
        Buffer.from(
          sampleState(site.serial + 1, 2_000)
            .toString()
            .replace('"bench"', '"other"'),
        ),
      ),
    ];
    for (const status of await Promise.all(stale)) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  process.stdout.write(`stale writes: ${[...statuses].map(([status, count]) => `${count} × ${status}`).join(", ")}\n`);
} finally {
  for (const side of Object.values(sides)) await side.close();
  await bed.close();
}
