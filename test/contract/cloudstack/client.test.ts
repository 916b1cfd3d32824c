import { expect, test } from "@jest/globals";
import { type Exchange, readExchanges } from "./exchanges.ts";
import { replayToClient } from "./replay-to-client.ts";

const commandsIn = (some: readonly Exchange[]) => new Set(some.map(({ command }) => command)).size;

test("our client makes every recorded call with its parameters unaltered, and takes every answer for what it is", async () => {
  const exchanges = readExchanges();
  const distinct = [
    ...new Map(exchanges.map((one) => [JSON.stringify([one.command, one.params, one.status, one.body]), one])).values(),
  ];

  const wrong = await replayToClient(distinct);

  process.stdout.write(
    `contract, client: ${exchanges.length} recorded calls of ${commandsIn(exchanges)} commands (${distinct.length} of them distinct, each made once); ${wrong.length} taken otherwise\n`,
  );
  expect(wrong).toEqual([]);
  expect([exchanges.length, commandsIn(exchanges)]).toEqual([3012, 216]);
  expect(distinct.length).toBeGreaterThan(1_500);
}, 120_000);
