import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";

interface Place {
  readonly state: string;
  readonly address: string;
  readonly left: boolean;
  giveBack(): void;
}

const { claimPlace } = (await import(join(import.meta.dirname, "../../tools/acceptance/claim-place.mjs"))) as {
  claimPlace(folder: string): Promise<Place>;
};

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinstack-claim-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test("two test beds at once have folders and addresses of their own, and a place is free again when it is given back", async () => {
  const first = await claimPlace(folder);
  const second = await claimPlace(folder);
  first.giveBack();
  const third = await claimPlace(folder);

  expect(second.address).not.toBe(first.address);
  expect(second.state).not.toBe(first.state);
  expect([third.address, third.left]).toEqual([first.address, false]);
});

test("takes over the place of a run that died, and says that its test bed may still be there", async () => {
  await writeFile(join(folder, "bed-1.claim"), "999999999 123");

  const place = await claimPlace(folder);

  expect(place.left).toBe(true);
  expect(place.state).toBe(join(folder, "bed-1"));
});
