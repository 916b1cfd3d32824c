import { Pool } from "undici";
import { type BenchService, startBenchService } from "./lib/bench-service.ts";
import { quantile } from "./lib/interleaved-pairs.ts";
import { openLoop, seededRandom } from "./lib/open-loop.ts";
import { MIX, type PersonAtWork, type Question, requestFor, settlePeople } from "./lib/people-at-work.ts";
import { processSeconds } from "./lib/processor-time.ts";
import { type Figure, figure } from "./lib/report.ts";

const PEOPLE = 2_000;
const PER_SECOND = 300;
const SECONDS = 30;
const WARM_UP_SECONDS = 5;
/** Who waits longer has given up; it also ends the benchmark where the service cannot keep up at all. */
const PATIENCE_MS = 10_000;

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
    const people = await settlePeople(service, count);
    process.stderr.write(`load: ${people.length} people with their workspaces are there\n`);
    const answers = new Map<string, number>();
    const send = sender(service, client, people, (what) => void answers.set(what, (answers.get(what) ?? 0) + 1));
    await openLoop({ perSecond: PER_SECOND, seconds: WARM_UP_SECONDS, send: (n) => send(n, () => undefined) });
    const times = new Map<Question, number[]>();
    const note = (question: Question, ms: number) => void times.set(question, [...(times.get(question) ?? []), ms]);
    const begin = { cpu: await processSeconds(service.pid), at: performance.now() };
    const { latencies, errors, achieved } = await openLoop({
      ...{ perSecond: PER_SECOND, seconds: SECONDS },
      send: (n) => send(n, note),
    });
    const seconds = (performance.now() - begin.at) / 1_000;
    const busy = ((await processSeconds(service.pid)) - begin.cpu) / seconds;
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

/** @param heard called with the status of every answer, or with why there was none */
function sender(service: BenchService, client: Pool, people: readonly PersonAtWork[], heard: (what: string) => void) {
  const random = seededRandom(11);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  let made = 0;

  return async (_n: number, note: (question: Question, ms: number) => void): Promise<boolean> => {
    const person = pick(people);
    if (person === undefined) return false;
    const question = pickQuestion(random());
    if (question === "submit requirement") made += 1;
    const { method, path, body } = requestFor(question, person, { service, serial: made, random: random() });
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
