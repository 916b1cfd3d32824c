import { parentPort, workerData } from "node:worker_threads";
import { Pool } from "undici";
import { stateDigests } from "../../src/adapters/terraform/state-digests.ts";

/** A site's state as its desk or run would reach it. */
export interface StateSite {
  readonly path: string;
  readonly authorization: string;
  serial: number;
}

export interface StateClients {
  readonly url: string;
  readonly lockId: string;
  readonly sites: readonly StateSite[];
}

export interface StateRound {
  readonly template: string;
  readonly forMs: number;
}

export interface StateRoundDone {
  readonly pairs: number;
  readonly perSecond: number;
  /** Of each site, in their order. */
  readonly serials: readonly number[];
}

/**
 * A thread of its own that writes and reads states, because Terraform is no part of the service either: one PUT and one
 * GET after the other per site, all sites at once, for as long as a round is to last.
 */
const { url, lockId, sites } = workerData as StateClients;
const client = new Pool(url, { connections: sites.length });

async function put(site: StateSite, body: Buffer): Promise<number> {
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

async function get({ path, authorization }: StateSite): Promise<Buffer> {
  const answer = await client.request({ method: "GET", path, headers: { authorization } });
  return Buffer.from(await answer.body.arrayBuffer());
}

async function pair(site: StateSite, template: string): Promise<void> {
  site.serial += 1;
  const body = Buffer.from(template.replace('"serial": 1', `"serial": ${site.serial}`));
  const status = await put(site, body);
  if (status !== 200) throw new TypeError(`a write was refused: ${status}`);
  if (!(await get(site)).equals(body)) throw new TypeError("another state came back");
}

async function live({ template, forMs }: StateRound): Promise<StateRoundDone> {
  const begin = performance.now();
  let pairs = 0;
  const work = async (site: StateSite): Promise<void> => {
    for (; performance.now() - begin < forMs; pairs += 1) await pair(site, template);
  };
  await Promise.all(sites.map(work));
  const perSecond = (pairs * 1_000) / (performance.now() - begin);
  return { pairs, perSecond, serials: sites.map(({ serial }) => serial) };
}

// A round that fails ends the thread, and with it the benchmark.
parentPort?.on("message", (round: StateRound) => void live(round).then((done) => parentPort?.postMessage(done)));
