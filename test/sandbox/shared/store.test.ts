import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { openStore } from "../../../sandbox/shared/store.ts";

let directory = "";

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sandbox-store-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const initial = () => ({ count: 0 });
const onDisk = (file: string) => JSON.parse(readFileSync(file, "utf8")) as unknown;

test("gives back after reopening what was there at close, and leaves no half-written file", async () => {
  const file = join(directory, "state", "cloud.json");
  const store = openStore({ file, initial });
  store.state.count = 7;
  store.changed();
  await store.close();

  const again = openStore({ file, initial });

  expect(again.state).toEqual({ count: 7 });
  expect(readdirSync(join(directory, "state"))).toEqual(["cloud.json"]);
});

test("writes many changes as the last of them", async () => {
  const file = join(directory, "cloud.json");
  const store = openStore({ file, initial });
  for (let count = 1; count <= 100; count++) {
    store.state.count = count;
    store.changed();
  }

  await store.flush();

  expect(onDisk(file)).toEqual({ count: 100 });
});

test("keeps the state when it cannot be written and writes it once it can", async () => {
  const folder = join(directory, "state");
  const file = join(folder, "cloud.json");
  const store = openStore({ file, initial });
  rmSync(folder, { recursive: true });
  store.state.count = 5;
  store.changed();

  await expect(store.flush()).rejects.toThrow("ENOENT");
  mkdirSync(folder);
  await store.close();

  expect(onDisk(file)).toEqual({ count: 5 });
});

test("lives in memory without a file", async () => {
  const store = openStore({ initial });
  store.state.count = 1;
  store.changed();
  await store.close();

  expect(store.state).toEqual({ count: 1 });
  expect(readdirSync(directory)).toEqual([]);
});
