import { readFile } from "node:fs/promises";
import { Pool } from "undici";
import { type BenchService, startBenchService } from "./lib/bench-service.ts";
import { applyBoth, copyWorkspaces, openForCopying } from "./lib/copy-workspaces.ts";
import { quantile } from "./lib/interleaved-pairs.ts";
import { openLoop, seededRandom } from "./lib/open-loop.ts";
import { type Figure, figure } from "./lib/report.ts";
import { addSignedInPeople, type SignedInPerson } from "./lib/signed-in-people.ts";

const PEOPLE = 2_000;
const PER_SECOND = 300;
const SECONDS = 30;
const WARM_UP_SECONDS = 5;
/** Who waits longer has given up; it also ends the benchmark where the service cannot keep up at all. */
const PATIENCE_MS = 10_000;
const EACH_HAS = 2;
/** Every twentieth has that many more. */
const BUSY_HAS = 10;
/** Nothing that is asked for here reads them, and they would be most of the seeding. */
const UNREAD = ["run_plan", "run_event", "run_object"];

/** What people ask for, and how often among a hundred requests. */
const MIX = [
  ["list workspaces", 25],
  ["get workspace", 29],
  ["list runs", 15],
  ["get run", 20],
  ["me", 9],
  ["check requirement", 1],
  ["submit requirement", 0.5],
  ["rename me", 0.5],
] as const;
type Question = (typeof MIX)[number][0];

interface Person extends SignedInPerson {
  readonly workspaces: readonly string[];
  readonly runs: readonly string[];
}

/**
 * Mixed requests of many signed-in people at a steady rate, on the service with its own PostgreSQL; service, database and
 * this load are processes of their own. Latency counts from the moment a request was meant to leave.
 *
 * @param count people
 */
export async function benchLoad(count = PEOPLE): Promise<readonly Figure[]> {
  const service = await startBenchService("instant");
  const client = new Pool(service.url, { connections: 128 });
  try {
    const people = await seed(service, count);
    process.stderr.write(`load: ${people.length} people with their workspaces are there\n`);
    const answers = new Map<string, number>();
    const send = sender(service, client, people, (what) => void answers.set(what, (answers.get(what) ?? 0) + 1));
    await openLoop({ perSecond: PER_SECOND, seconds: WARM_UP_SECONDS, send: (n) => send(n, () => undefined) });
    const times = new Map<Question, number[]>();
    const note = (question: Question, ms: number) => void times.set(question, [...(times.get(question) ?? []), ms]);
    const begin = { cpu: await cpuSeconds(service.pid), at: performance.now() };
    const { latencies, errors, achieved } = await openLoop({
      ...{ perSecond: PER_SECOND, seconds: SECONDS },
      send: (n) => send(n, note),
    });
    const seconds = (performance.now() - begin.at) / 1_000;
    const busy = ((await cpuSeconds(service.pid)) - begin.cpu) / seconds;
    const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
    process.stderr.write(
      `load: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${errors} errors, ${achieved.toFixed(0)} requests/s of ${PER_SECOND}; warm-up too: ${[...answers].map(([what, times]) => `${times} × ${what}`).join(", ")}\n`,
    );
    return [
      figure(`${latencies.length} mixed requests of ${count} signed-in people: p50`, p50, " ms"),
      figure("p99, from the moment a request was meant to leave", p99, " ms", 100),
      figure("errors", errors, "", 0),
      {
        ...figure("requests per second", achieved, ""),
        goal: `${PER_SECOND} asked`,
        met: achieved > PER_SECOND * 0.95,
      },
      figure("processors the service's own process kept busy", busy, ""),
      ...MIX.map(([question]) =>
        figure(`${question}, from when it left: p99`, quantile(times.get(question) ?? [], 0.99), " ms"),
      ),
    ];
  } finally {
    await client.destroy();
    await service.close();
  }
}

async function seed(service: BenchService, count: number): Promise<readonly Person[]> {
  const id = await applyBoth(service, "template");
  const pool = openForCopying(service);
  try {
    const people = await addSignedInPeople(pool, count);
    const has = (index: number) => EACH_HAS + (index % 20 === 0 ? BUSY_HAS : 0);
    const owners = people.flatMap(({ accountId }, index) => Array.from({ length: has(index) }, () => accountId));
    await copyWorkspaces(pool, { id, owners, except: UNREAD });
    await pool.query("analyze");
    const { rows } = await pool.query<{ owner: string; workspaces: string[]; runs: string[] }>(
      `select owner_id as owner, array_agg(distinct workspace_id::text) as workspaces, array_agg(id::text) as runs
         from run group by owner_id`,
    );
    const byOwner = new Map(rows.map((row) => [row.owner, row]));
    return people.map((person) => {
      const { workspaces = [], runs = [] } = byOwner.get(person.accountId) ?? {};
      return { ...person, workspaces, runs };
    });
  } finally {
    await pool.end();
  }
}

/** @param heard called with the status of every answer, or with why there was none */
function sender(service: BenchService, client: Pool, people: readonly Person[], heard: (what: string) => void) {
  const random = seededRandom(11);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  let made = 0;

  function requestFor(question: Question, { workspaces, runs }: Person): readonly [string, string, object?] {
    switch (question) {
      case "list workspaces":
        return ["GET", "/workspaces"];
      case "get workspace":
        return ["GET", `/workspaces/${pick(workspaces)}`];
      case "list runs":
        return ["GET", "/runs"];
      case "get run":
        return ["GET", `/runs/${pick(runs)}`];
      case "me":
        return ["GET", "/me"];
      case "check requirement":
        return ["POST", "/requirements/check", service.requirement("checked")];
      case "submit requirement":
        made += 1;
        return ["POST", "/workspaces", service.requirement(`made-${made}`)];
      case "rename me":
        return ["PATCH", "/me", { name: `Renamed ${made}` }];
    }
  }

  return async (_n: number, note: (question: Question, ms: number) => void): Promise<boolean> => {
    const person = pick(people);
    if (person === undefined) return false;
    const question = pickQuestion(random());
    const [method, path, body] = requestFor(question, person);
    const left = performance.now();
    const answered = client.request({
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...{ method, path: `/api/v1${path}`, body: body === undefined ? null : JSON.stringify(body) },
      headers: {
        cookie: person.cookie,
        ...(body !== undefined && { origin: service.url, "content-type": "application/json" }),
      },
    });
    const answer = await answered.catch((error: Error) => {
      heard(error.name);
      throw error;
    });
    await answer.body.dump();
    heard(String(answer.statusCode));
    note(question, performance.now() - left);
    return answer.statusCode < 300;
  };
}

function pickQuestion(random: number): Question {
  let left = random * 100;
  for (const [question, share] of MIX) {
    left -= share;
    if (left < 0) return question;
  }
  return "me";
}

/** User and system time of a process so far, as Linux counts it: in hundredths of a second. */
async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
