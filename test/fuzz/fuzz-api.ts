import fc from "fast-check";
import type { InjectOptions } from "fastify";
import { makeCloudStore } from "../../src/adapters/postgres/cloud-store.ts";
import { Catalog } from "../../src/contract/index.ts";
import { sampleRegistration } from "../_helpers/samples.ts";
import type { TenantObjects } from "../_helpers/tenant-objects.ts";
import { openTenantWorld, type TenantWorld } from "../_helpers/tenant-world.ts";
import { cloudstackOffer, openstackOffer } from "../plan/_fakes/catalogs.ts";
import { type ApiDescription, type Operation, operationsOf } from "./api-operations.ts";
import { type Forbidden, judge } from "./api-oracles.ts";
import { type FuzzCaller, type FuzzRequest, makeRequest } from "./api-requests.ts";
import { makeDice } from "./dice.ts";
import { digestOfTenants } from "./digest-of-tenants.ts";
import { plausibleRequirements } from "./requirement-arbitrary.ts";

export interface ApiCounts {
  readonly inputs: number;
  readonly operations: number;
  readonly accepted: number;
  readonly refused: number;
  /** Requests that named a thing of the other tenants. */
  readonly foreign: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Operations that never once succeeded, for whoever wants the fuzz to reach further. */
  readonly neverAccepted: readonly string[];
}

/** What would take the callers' own footing away for good, or belongs to a login that costs a hash. */
const LEFT_OUT = new Set(["POST /api/v1/auth/logout", "DELETE /api/v1/me", "DELETE /api/v1/organisations/{id}"]);
/** Hashes a password, or waits for a cloud that is away: once where another is sent so many times. */
const RARE: Readonly<Record<string, number>> = {
  "/auth/": 40,
  "/me/password": 40,
  "/second-factor": 20,
  "/clouds": 10,
};
const AT_ONCE = 16;
/** So often, in requests, the callers get new things to change, and back what they gave away. */
const RENEW_EVERY = 320;
/** What takes a caller's token, session or membership, so that all their later requests would be refused. */
const STRANDING = /^(DELETE|POST|PATCH) .*\/(me\/tokens|tokens|sessions|leave|members)(\/|$)/;
const VICTIMS = ["bob", "firm"] as const;

/**
 * Sends requests made from the API's own description to the real service.
 *
 * @throws when answers broke a promise; the message holds, once for each operation and promise, seed, number and request
 */
export async function fuzzApi({
  seed,
  inputs,
}: {
  readonly seed: number;
  readonly inputs: number;
}): Promise<ApiCounts> {
  const world = await openTenantWorld();
  try {
    return await wander(world, seed, inputs);
  } finally {
    await world.close();
  }
}

async function wander(world: TenantWorld, seed: number, inputs: number): Promise<ApiCounts> {
  await shareClouds(world);
  const victims = await Promise.all(VICTIMS.map((account) => world.plant(account)));
  const planted = new Map<string, TenantObjects>();
  const description = JSON.parse((await world.app.inject("/api/openapi.json")).body) as ApiDescription;
  const operations = operationsOf(description).filter(({ key }) => !LEFT_OUT.has(key));
  const callers = callersOf(world, planted);
  const documents = fc.sample(plausibleRequirements, { seed, numRuns: 200 });
  const sources = { schemas: description.components?.schemas ?? {}, callers, victims, documents };
  const before = await digestOfTenants(world.database.pool, victims);
  const reached = new Set<string>();
  const found = new Map<string, string>();
  let stranded = false;
  const counts = { inputs: 0, accepted: 0, refused: 0, foreign: 0, statuses: {} as Record<string, number> };

  for (let start = 0; start < inputs; start += AT_ONCE) {
    if (start % RENEW_EVERY === 0 || stranded) await renew(world, planted);
    stranded = false;
    const forbidden = forbiddenIn(world, victims, [...planted.values()]);
    const numbers = Array.from({ length: Math.min(AT_ONCE, inputs - start) }, (_one, index) => start + index);
    await Promise.all(
      numbers.map(async (number) => {
        const dice = makeDice(Math.imul(seed, 0x9e3779b1) ^ number);
        const operation = choose(operations, dice);
        const request = makeRequest(operation, dice, sources);
        const answer = await send(world, request, number);
        const wrong = judge(request, answer, forbidden);
        const kind = `${operation.key}: ${wrong.join("; ")}`;
        if (wrong.length > 0 && !found.has(kind)) found.set(kind, describe(seed, number, request, answer, wrong));
        counts.inputs += 1;
        counts[answer.statusCode < 400 ? "accepted" : "refused"] += 1;
        if (request.foreign.length > 0) counts.foreign += 1;
        if (answer.statusCode < 400) reached.add(operation.key);
        if (answer.statusCode < 300 && STRANDING.test(`${request.method} ${operation.path}`)) stranded = true;
        counts.statuses[answer.statusCode] = (counts.statuses[answer.statusCode] ?? 0) + 1;
      }),
    );
  }

  if (found.size > 0) throw new Error([...found.values()].join("\n\n"));
  const after = await digestOfTenants(world.database.pool, victims);
  for (const table of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (before[table] !== after[table]) {
      throw new Error(
        `Seed ${seed}: rows of the other tenants in ${table} changed: ${before[table]} → ${after[table]}`,
      );
    }
  }
  const neverAccepted = operations.map(({ key }) => key).filter((key) => !reached.has(key));
  return { ...counts, operations: operations.length, neverAccepted };
}

function choose(operations: readonly Operation[], dice: ReturnType<typeof makeDice>): Operation {
  for (;;) {
    const operation = dice.pick(operations);
    const rare = Object.entries(RARE).find(([part]) => operation.path.includes(part) && operation.method !== "GET");
    if (rare === undefined || dice.oneIn(rare[1])) return operation;
  }
}

async function send({ app }: TenantWorld, { method, url, headers, payload }: FuzzRequest, number: number) {
  // Limits count by address; the fuzz is many people.
  const remoteAddress = `198.51.${(number >> 8) & 255}.${number & 255}`;
  const options = { method: method as "GET", url, headers: { ...headers }, remoteAddress };
  return app.inject(payload === undefined ? options : ({ ...options, payload } satisfies InjectOptions));
}

function callersOf(world: TenantWorld, planted: ReadonlyMap<string, TenantObjects>): readonly FuzzCaller[] {
  const things = (account: string) => () => {
    const found = planted.get(account);
    if (found === undefined) throw new Error(`nothing is planted for ${account}`);
    return found;
  };
  const byToken = (name: string, account: string): FuzzCaller => {
    const token = world.callers.find((caller) => caller.name === name)?.token;
    if (token === undefined) throw new Error(`nobody is called ${name}`);
    return { name, headers: () => ({ authorization: `Bearer ${token}` }), own: things(account) };
  };
  const cookie = () => ({ cookie: `__Host-twinstack-session=${things("ann")().session}` });
  const basic = () => {
    const { run, statePassword } = things("ann")();
    return { authorization: `Basic ${Buffer.from(`${run}:${statePassword}`).toString("base64")}` };
  };
  const session: FuzzCaller = {
    ...{ name: "ann by cookie", own: things("ann") },
    headers: () => ({ ...cookie(), origin: "https://twin.example" }),
  };
  const owners = ["ann/manage", "ann/manage", "ann/manage"].map((name) => byToken(name, "ann"));
  const organisation = ["lea/manage", "lea/manage", "lea/manage@lab"].map((name) => byToken(name, "lab"));
  return [
    ...[...owners, ...organisation, session, session, session],
    ...[byToken("ann/view", "ann"), byToken("ann/change", "ann"), byToken("vic/manage", "lab")],
    ...[byToken("sam/manage", "ann"), { name: "a run of ann", headers: basic, own: things("ann") }],
    { name: "nobody", headers: () => ({}), own: things("ann") },
  ];
}

async function renew(world: TenantWorld, planted: Map<string, TenantObjects>): Promise<void> {
  for (const account of ["ann", "lab"]) planted.set(account, await world.plant(account));
  await world.restore();
}

/** Clouds of the site on which requirements can be placed; nothing listens there. */
async function shareClouds({ database, keyring }: TenantWorld): Promise<void> {
  const clouds = makeCloudStore(database.pool, keyring.site);
  for (const { cloud, catalog } of [openstackOffer(), cloudstackOffer()]) {
    const registration = sampleRegistration(cloud.kind, cloud.name);
    const away =
      "authUrl" in registration ? { authUrl: "http://127.0.0.1:9/v3" } : { apiUrl: "http://127.0.0.1:9/api" };
    await clouds.create(cloud, { ...registration, ...away } as typeof registration);
    await clouds.saveCatalog(Catalog.parse(catalog));
  }
}

function forbiddenIn(world: TenantWorld, victims: readonly TenantObjects[], own: readonly TenantObjects[]): Forbidden {
  const guarded = world.routes.flatMap(({ method, url, config }) =>
    ["object", "organisation"].includes(config?.access?.who ?? "")
      ? [method].flat().map((one) => `${one} ${url.replace(/:(\w+)/g, "{$1}")}`)
      : [],
  );
  return {
    marks: victims.map(({ marker }) => marker),
    secrets: [
      ...[...victims, ...own].map(({ statePassword }) => statePassword),
      ...world.callers.map(({ token }) => token),
      ...["canary-password", "canary-secret", "whsec_secret", world.database.url],
    ],
    guarded: new Set(guarded),
  };
}

function describe(
  seed: number,
  number: number,
  { caller, method, url, headers, payload }: FuzzRequest,
  { statusCode, body }: { readonly statusCode: number; readonly body: string },
  wrong: readonly string[],
): string {
  const request = JSON.stringify({ caller: caller.name, method, url, headers, payload });
  return `Seed ${seed}, request ${number}: ${wrong.join("; ")}\n${request}\nanswered ${statusCode} ${body.slice(0, 2_000)}`;
}
