import fc from "fast-check";
import type { InjectOptions } from "fastify";
import type { Access } from "../../server/plugins/access.ts";
import { type ApiDescription, type Operation, operationsOf } from "./api-operations.ts";
import { type Forbidden, type FuzzAnswer, judge } from "./api-oracles.ts";
import { type FuzzRequest, makeRequest } from "./api-requests.ts";
import { type Dice, makeDice } from "./dice.ts";
import { digestOfTenants } from "./digest-of-tenants.ts";
import { fuzzCallers } from "./fuzz-callers.ts";
import { type FuzzWorld, openFuzzWorld } from "./fuzz-world.ts";
import { plausibleRequirements } from "./requirement-arbitrary.ts";

export interface ApiCounts {
  readonly inputs: number;
  readonly operations: number;
  readonly accepted: number;
  readonly refused: number;
  /** Requests that named a thing of the other tenants. */
  readonly foreign: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Operations that never once succeeded. */
  readonly neverAccepted: readonly string[];
  /** Operations on something named by the address that never met another tenant's thing there. */
  readonly neverForeign: readonly string[];
  readonly byOperation: Readonly<
    Record<string, { readonly foreign: number; readonly statuses: Readonly<Record<string, number>> }>
  >;
}

/** Hashes a password, or dials a cloud: once where another is sent so many times. */
const RARE: Readonly<Record<string, number>> = {
  "/auth/": 20,
  "/me/password": 30,
  "/second-factor": 20,
  "/clouds": 4,
};
const AT_ONCE = 16;
/** So often, in requests, the callers get new things to change, and back what they gave away. */
const RENEW_EVERY = 500;
/** What takes a caller's token, session or membership, so that all their later requests would be refused. */
const STRANDING = /^(DELETE|POST|PATCH) .*\/(me\/tokens|sessions|leave|members)(\/|$)/;

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
  const world = await openFuzzWorld();
  try {
    return await wander(world, seed, inputs);
  } finally {
    await world.close();
  }
}

async function wander(world: FuzzWorld, seed: number, inputs: number): Promise<ApiCounts> {
  const description = JSON.parse((await world.app.inject("/api/openapi.json")).body) as ApiDescription;
  const operations = operationsOf(description);
  const sources = {
    schemas: description.components?.schemas ?? {},
    callers: fuzzCallers(world),
    victims: world.victims,
    documents: fc.sample(plausibleRequirements, { seed, numRuns: 200 }),
    texts: fc.sample(fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" })), {
      seed,
      numRuns: 1_000,
    }),
    values: fc.sample(fc.jsonValue({ maxDepth: 3 }), { seed, numRuns: 1_000 }),
    accessOf: accessByOperation(world),
  };
  const before = await digestOfTenants(world.database.pool, world.victims);
  const forbidden = forbiddenIn(world);
  const counts = makeCounts(operations);
  const found = new Map<string, string>();
  let next = 0;
  let renewing: Promise<void> | null = null;

  function renew(): Promise<void> {
    renewing ??= world.renew().finally(() => {
      renewing = null;
    });
    return renewing;
  }

  async function sendOneAfterAnother(): Promise<void> {
    while (next < inputs) {
      const number = next;
      next += 1;
      if (number > 0 && number % RENEW_EVERY === 0) await renew();
      const dice = makeDice(Math.imul(seed, 0x9e3779b1) ^ number);
      const request = makeRequest(choose(operations, dice), dice, sources);
      const answer = await send(world, request, number);
      const wrong = judge(request, answer, forbidden);
      const kind = `${request.operation.key}: ${wrong.join("; ")}`;
      if (wrong.length > 0 && !found.has(kind))
        found.set(kind, describe(seed, number, request, answer, wrong, world.failures));
      counts.note(request, answer);
      if (answer.statusCode < 300 && STRANDING.test(`${request.method} ${request.operation.path}`))
        await world.revive();
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, sendOneAfterAnother));
  if (found.size > 0) throw new Error([...found.values()].join("\n\n"));
  await refuseChanges(seed, before, await digestOfTenants(world.database.pool, world.victims));
  return counts.sum();
}

async function refuseChanges(
  seed: number,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Promise<void> {
  for (const table of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (before[table] !== after[table])
      throw new Error(
        `Seed ${seed}: rows of the other tenants in ${table} changed: ${before[table]} → ${after[table]}`,
      );
  }
}

function choose(operations: readonly Operation[], dice: Dice): Operation {
  for (;;) {
    const operation = dice.pick(operations);
    const rare = Object.entries(RARE).find(([part]) => operation.path.includes(part) && operation.method !== "GET");
    if (rare === undefined || dice.oneIn(rare[1])) return operation;
  }
}

async function send({ app }: FuzzWorld, { method, url, headers, payload }: FuzzRequest, number: number) {
  // Limits count by address; the fuzz is many people.
  const remoteAddress = `198.${51 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
  const options = { method: method as "GET", url, headers: { ...headers }, remoteAddress };
  try {
    return await app.inject(payload === undefined ? options : ({ ...options, payload } satisfies InjectOptions));
  } catch (error) {
    const sent = JSON.stringify({ method, url, headers, payload }).slice(0, 2_000);
    throw new Error(`Request ${number} got no answer: ${String(error)}; it was ${sent}`, { cause: error });
  }
}

/** What each route asks of its caller, by operation. */
function accessByOperation({ routes }: FuzzWorld): (operation: Operation) => Access | undefined {
  const known = new Map<string, Access | undefined>(
    routes.flatMap(({ method, url, config }) =>
      [method].flat().map((one) => [`${one} ${url.replace(/:(\w+)/g, "{$1}")}`, config?.access] as const),
    ),
  );
  return ({ key }) => known.get(key);
}

function makeCounts(operations: readonly Operation[]) {
  const byOperation = new Map(
    operations.map(({ key }) => [key, { foreign: 0, statuses: {} as Record<string, number> }]),
  );
  return {
    note({ operation, foreign }: FuzzRequest, { statusCode }: FuzzAnswer): void {
      const counted = byOperation.get(operation.key);
      if (counted === undefined) return;
      counted.statuses[statusCode] = (counted.statuses[statusCode] ?? 0) + 1;
      if (foreign.length > 0) counted.foreign += 1;
    },

    sum(): ApiCounts {
      const all = [...byOperation];
      const statuses: Record<string, number> = {};
      for (const [, counted] of all) {
        for (const [status, count] of Object.entries(counted.statuses))
          statuses[status] = (statuses[status] ?? 0) + count;
      }
      const sumOf = (wanted: (status: number) => boolean) =>
        Object.entries(statuses).reduce((sum, [status, count]) => sum + (wanted(Number(status)) ? count : 0), 0);
      return {
        inputs: sumOf(() => true),
        operations: all.length,
        accepted: sumOf((status) => status < 400),
        refused: sumOf((status) => status >= 400),
        foreign: all.reduce((sum, [, { foreign }]) => sum + foreign, 0),
        statuses,
        neverAccepted: all
          .filter(([, counted]) => !Object.keys(counted.statuses).some((status) => Number(status) < 400))
          .map(([key]) => key),
        neverForeign: all.filter(([key, { foreign }]) => key.includes("{") && foreign === 0).map(([key]) => key),
        byOperation: Object.fromEntries(all),
      };
    },
  };
}

function forbiddenIn(world: FuzzWorld): Forbidden {
  const guarded = world.routes.flatMap(({ method, url, config }) =>
    ["object", "organisation"].includes(config?.access?.who ?? "")
      ? [method].flat().map((one) => `${one} ${url.replace(/:(\w+)/g, "{$1}")}`)
      : [],
  );
  return {
    marks: world.victims.map(({ marker }) => marker),
    secrets: [
      ...world.victims.map(({ statePassword }) => statePassword),
      ...world.callers.map(({ token }) => token),
      ...["canary-password", "canary-secret", "whsec_secret", world.database.url],
    ],
    ownSecrets: world.secrets,
    guarded: new Set(guarded),
  };
}

function describe(
  seed: number,
  number: number,
  { caller, method, url, headers, payload }: FuzzRequest,
  { statusCode, body }: { readonly statusCode: number; readonly body: string },
  wrong: readonly string[],
  failures: readonly string[],
): string {
  const id = /"requestId":"([^"]+)"/.exec(body)?.[1] ?? "none";
  const why = failures.find((line) => line.includes(id)) ?? "";
  const request = JSON.stringify({ caller: caller.name, method, url, headers, payload });
  return `Seed ${seed}, request ${number}: ${wrong.join("; ")}\n${request}\nanswered ${statusCode} ${body.slice(0, 2_000)}\n${why.slice(0, 4_000)}`;
}
