import { Pool } from "undici";
import { makePool } from "../src/adapters/postgres/pool.ts";
import { startBenchService } from "./lib/bench-service.ts";
import { seededRandom } from "./lib/open-loop.ts";
import { MIX, type Question, requestFor, settlePeople } from "./lib/people-at-work.ts";
import { databaseSeconds, processSeconds } from "./lib/processor-time.ts";
import { type Figure, figure } from "./lib/report.ts";

const PEOPLE = 200;
const WARM_UP = 300;
const REQUESTS = 600;
/** What writes to the disk or compiles takes much longer. */
const SLOW: Readonly<Partial<Record<Question, number>>> = { "submit requirement": 40, "check requirement": 100 };
const AT_ONCE = 8;

/**
 * Processor time that one request of a signed-in person takes, in the service and in PostgreSQL: unlike rates and
 * latencies it says the same on a busy machine.
 *
 * @param count people
 */
export async function benchRequestCost(count = PEOPLE): Promise<readonly Figure[]> {
  const service = await startBenchService("instant");
  const client = new Pool(service.url, { connections: AT_ONCE });
  const pool = makePool(service.databaseUrl, { max: 1 });
  try {
    const people = await settlePeople(service, count);
    const random = seededRandom(5);
    let serial = 0;
    const ask = async (question: Question): Promise<void> => {
      const person = people[Math.floor(random() * people.length)];
      if (person === undefined) throw new TypeError("nobody is there");
      serial += 1;
      const { method, path, body } = requestFor(question, person, { service, serial, random: random() });
      const { statusCode, body: answer } = await client.request({
        ...{ method, path: `/api/v1${path}`, body: body === undefined ? null : JSON.stringify(body) },
        headers: { cookie: person.cookie, ...(body && { origin: service.url, "content-type": "application/json" }) },
      });
      await answer.dump();
      if (statusCode >= 300) throw new TypeError(`${question} was answered with ${statusCode}`);
    };
    const costs: { question: Question; share: number; inService: number; inDatabase: number }[] = [];
    for (const [question, share] of MIX) {
      const requests = SLOW[question] ?? REQUESTS;
      await askMany(ask, question, Math.min(requests, WARM_UP));
      const begin = await Promise.all([processSeconds(service.pid), databaseSeconds(pool)]);
      await askMany(ask, question, requests);
      const end = await Promise.all([processSeconds(service.pid), databaseSeconds(pool)]);
      const [inService, inDatabase] = [end[0] - begin[0], end[1] - begin[1]].map((s) => (s * 1_000) / requests);
      costs.push({ question, share, inService: inService ?? 0, inDatabase: inDatabase ?? 0 });
    }
    const weigh = (of: "inService" | "inDatabase") =>
      costs.reduce((sum, cost) => sum + (cost[of] * cost.share) / 100, 0);
    return [
      ...costs.flatMap(({ question, inService, inDatabase }) => [
        figure(`${question}: processor time in the service`, inService, " ms"),
        figure(`${question}: processor time in PostgreSQL`, inDatabase, " ms"),
      ]),
      figure("the mix of `load`: processor time in the service", weigh("inService"), " ms"),
      figure("the mix of `load`: processor time in PostgreSQL", weigh("inDatabase"), " ms"),
    ];
  } finally {
    await pool.end();
    await client.destroy();
    await service.close();
  }
}

async function askMany(
  ask: (question: Question) => Promise<void>,
  question: Question,
  requests: number,
): Promise<void> {
  let left = requests;
  async function work(): Promise<void> {
    while (left > 0) {
      left -= 1;
      await ask(question);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
