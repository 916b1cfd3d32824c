import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { watchEffects } from "../../src/kernel/effect.ts";
import { openImageStand } from "./_image-stand.ts";

const PATIENCE_MS = 300_000;
/** Each moment takes a second; all of them are tried with TWINSTACK_EVERY_MOMENT=1. */
const STEP = process.env["TWINSTACK_EVERY_MOMENT"] === "1" ? 1 : 7;
let stand: Awaited<ReturnType<typeof openImageStand>>;

beforeAll(async () => {
  stand = await openImageStand();
}, PATIENCE_MS);
afterEach(() => watchEffects(null));
afterAll(() => stand.close());

/** From its `moment`-th effect on, the worker is dead: nothing it does reaches the outside any more. */
async function workAndDieAt(id: string, moment: number): Promise<boolean> {
  let seen = 0;
  watchEffects(() => {
    seen += 1;
    if (seen > moment) throw new Error("killed");
  });
  await stand.work(id).catch(() => undefined);
  watchEffects(null);
  return seen > moment;
}

test(
  "wherever a worker is killed, the next one ends with one image on each cloud, and with none after a removal",
  async () => {
    const wrong: string[] = [];
    let moments = 0;
    for (let died = true; died; moments += STEP) {
      const name = `killed ${moments}`;
      const { id } = await stand.add(name);
      died = await workAndDieAt(id, moments);
      await stand.work(id);
      await stand.work(id);
      const there = await stand.onClouds(name);
      const copies = (await stand.store.find(id))?.copies ?? [];
      const known = copies.map(({ cloudImageId }) => cloudImageId).toSorted();
      const isWhole = copies.every(({ status, problem }) => status === "active" && problem === null);
      if (!isWhole || JSON.stringify(there.flat().toSorted()) !== JSON.stringify(known)) {
        wrong.push(`${name}: ${JSON.stringify({ there, copies })}`);
      }
      await stand.store.remove(id);
      await workAndDieAt(id, moments);
      await stand.work(id);
      await stand.work(id);
      const left = (await stand.onClouds(name)).flat().length;
      if (left > 0 || (await stand.store.find(id)) !== null) wrong.push(`${name}: ${left} are left`);
    }

    process.stdout.write(`killed image worker: ${moments} moments, every ${STEP}th\n`);
    expect(wrong).toEqual([]);
    expect(moments).toBeGreaterThan(30);
  },
  PATIENCE_MS,
);
