import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { toolchain } from "../_helpers/toolchain.ts";
import { doublePoints } from "./double-points.ts";
import type { KillOrder } from "./kill-order.ts";
import { type Passages, pointName, pointOf, pointsOf, VICTIMS } from "./kill-point.ts";

const SWITCH = pathToFileURL(join(import.meta.dirname, "kill-switch.ts")).href;
const SEAM = pathToFileURL(join(import.meta.dirname, "../../src/kernel/effect.ts")).href;
/** Three effects at one boundary; each leaves its number, and so does having heard of it. */
const PROGRAM = `
import { appendFileSync } from "node:fs";
import { effect } from ${JSON.stringify(SEAM)};
for (const round of [1, 2, 3]) {
  await effect("cloud: POST machine", async () => appendFileSync(process.argv[2], "did " + round + "\\n"));
  appendFileSync(process.argv[2], "heard " + round + "\\n");
}
`;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinstack-switch-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function runWith(order: KillOrder | null): Promise<{ readonly signal: string | null; readonly wrote: string }> {
  const [program, trail, file] = [join(folder, "program.mjs"), join(folder, "trail"), join(folder, "order.json")];
  await writeFile(program, PROGRAM);
  await writeFile(trail, "");
  if (order !== null) await writeFile(file, JSON.stringify(order));
  const child = spawn(toolchain().nodePath, [`--import=${SWITCH}`, program, trail], {
    env: { TWINSTACK_KILL_ORDER: file },
    stdio: "ignore",
  });
  await once(child, "exit");
  return { signal: child.signalCode, wrote: await readFile(trail, "utf8") };
}

const ORDER: KillOrder = { boundary: "cloud: POST machine", occurrence: 2, moment: "before", victim: null };

test("killed before the second effect, the first is done and the second never was", async () => {
  const ended = await runWith(ORDER);

  expect(ended).toEqual({ signal: "SIGKILL", wrote: "did 1\nheard 1\n" });
});

test("killed after the second effect, it is done and nobody heard", async () => {
  const ended = await runWith({ ...ORDER, moment: "after" });

  expect(ended).toEqual({ signal: "SIGKILL", wrote: "did 1\nheard 1\ndid 2\n" });
});

test("an order is carried out once and then gone, so that whoever is started again lives", async () => {
  await runWith(ORDER);

  await expect(access(join(folder, "order.json"))).rejects.toThrow("ENOENT");
  expect((await runWith(null)).signal).toBeNull();
});

test("an order may leave another one to whoever is started next", async () => {
  const next = { boundary: ORDER.boundary, occurrence: 1, moment: "after", victim: null } as const;
  await runWith({ ...ORDER, next });

  const started = await runWith(null);

  expect(started).toEqual({ signal: "SIGKILL", wrote: "did 1\n" });
  expect((await runWith(null)).signal).toBeNull();
});

test("every double blow is a point that its name leads to, and no two are equal", () => {
  const names = doublePoints(40).map(pointName);

  expect(new Set(names).size).toBe(40);
  expect(names.map(pointOf).map(pointName)).toEqual(names);
});

test("an order for another boundary kills nobody", async () => {
  const ended = await runWith({ ...ORDER, boundary: "cloud: DELETE machine" });

  expect(ended.signal).toBeNull();
  expect(ended.wrote).toContain("heard 3");
});

const NOTHING = { service: [], worker: [], engine: [] };
const PASSED: Passages = {
  submit: { ...NOTHING, service: ["database: insert run"] },
  apply: {
    service: ["database: insert run"],
    worker: ["database: update run", "engine: apply", "database: update run"],
    engine: ["openstack: POST /servers"],
  },
  change: NOTHING,
  power: NOTHING,
  destroy: NOTHING,
};

test("every passage is a point for each who can die there, before and after", () => {
  const points = pointsOf(PASSED);
  const count = (victim: string) => points.filter((point) => point.victim === victim).length;

  expect(VICTIMS.map((victim) => [victim, count(victim)])).toEqual([
    ["service", 4],
    ["worker", 6],
    ["database", 8],
    ["embedded", 8],
    ["engine", 2],
    ["provider", 2],
  ]);
  expect(new Set(points.map(pointName)).size).toBe(points.length);
});

test("each boundary comes once for each victim and moment before any comes again", () => {
  const points = pointsOf(PASSED);
  const kinds = points.map(({ victim, passer, boundary, moment }) => [victim, passer, boundary, moment].join());
  const again = kinds.findIndex((kind, index) => kinds.indexOf(kind) < index);

  expect(new Set(kinds.slice(0, again)).size).toBe(new Set(kinds).size);
});

test("a point is found by its name, a double blow too", () => {
  const points = pointsOf(PASSED);
  const [one, other] = points;
  const double = one !== undefined && other !== undefined ? [{ ...one, again: other }] : [];

  expect([...points, ...double].map(pointName).map(pointOf)).toEqual([...points, ...double]);
});

test("the database dies with everything it has at work, and after the act nobody hears the answer", async () => {
  const [program, trail, file] = [join(folder, "program.mjs"), join(folder, "trail"), join(folder, "order.json")];
  await writeFile(program, PROGRAM);
  await writeFile(trail, "");
  const database = spawn("/bin/sh", ["-c", "sleep 60 & echo up; wait"], { stdio: ["ignore", "pipe", "ignore"] });
  await once(database.stdout, "data");
  const ended = once(database, "close");
  await writeFile(file, JSON.stringify({ ...ORDER, moment: "after", victim: database.pid }));
  const child = spawn(toolchain().nodePath, [`--import=${SWITCH}`, program, trail], {
    env: { TWINSTACK_KILL_ORDER: file },
    stdio: "ignore",
  });
  await Promise.all([once(child, "exit"), ended]);

  expect(database.signalCode).toBe("SIGKILL");
  expect(await readFile(trail, "utf8")).toBe("did 1\nheard 1\ndid 2\n");
});
