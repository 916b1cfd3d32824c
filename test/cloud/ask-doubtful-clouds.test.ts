import { beforeEach, expect, test } from "@jest/globals";
import { makeAskDoubtfulClouds, makeRefreshCatalog, makeRegisterCloud } from "../../src/cloud/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import {
  fixedClock,
  memoryCloudStore,
  sampleCatalog,
  sampleOpenstack,
  scriptedClient,
} from "../_helpers/cloud-samples.ts";

const ID = "11111111-1111-4111-8111-111111111111";
let store = memoryCloudStore();
let now: Date;
let asked: number;
let away: boolean;

beforeEach(async () => {
  store = memoryCloudStore();
  now = fixedClock.now();
  asked = 0;
  away = false;
  const ports = { store, openClient: () => scriptedClient(), clock: fixedClock, newId: () => ID };
  await makeRegisterCloud(ports)(sampleOpenstack());
});

function askDoubtful() {
  const readCatalog = async () => {
    asked += 1;
    if (away) throw new AppError("cloud-unreachable", "no answer");
    return sampleCatalog(ID);
  };
  const refresh = makeRefreshCatalog({ store, clients: async () => scriptedClient({ readCatalog }) });
  const timeLimit = () => new AbortController().signal;
  return makeAskDoubtfulClouds({ store, refresh, clock: { now: () => now }, timeLimit });
}

async function doubt(): Promise<void> {
  const cloud = await store.find(ID);
  if (cloud !== null) await store.update({ ...cloud, status: "unreachable", statusDetail: "no answer" });
}

test("leaves a cloud alone that answered well", async () => {
  await askDoubtful()("ann");

  expect(asked).toBe(0);
});

test("calls a cloud ready again that has come back", async () => {
  await doubt();

  await askDoubtful()("ann");

  expect(asked).toBe(1);
  expect(await store.find(ID)).toMatchObject({ status: "ready", statusDetail: "" });
});

test("does not fail on a cloud that stays away, and asks it again only after a while", async () => {
  await doubt();
  away = true;
  const ask = askDoubtful();

  await ask("ann");
  await ask("ann");
  expect(asked).toBe(1);

  now = new Date(now.getTime() + 30_000);
  await ask("ann");
  expect(asked).toBe(2);
  expect(await store.find(ID)).toMatchObject({ status: "unreachable" });
});
