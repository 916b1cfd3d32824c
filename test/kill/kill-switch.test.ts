import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { toolchain } from "../_helpers/toolchain.ts";
import type { KillOrder } from "./kill-order.ts";
import { pointName, pointOf, pointsOf } from "./kill-point.ts";

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

test("an order for another boundary kills nobody", async () => {
  const ended = await runWith({ ...ORDER, boundary: "cloud: DELETE machine" });

  expect(ended.signal).toBeNull();
  expect(ended.wrote).toContain("heard 3");
});

test("every passage is a point for each who can die there, before and after, first passages first", () => {
  const points = pointsOf({
    service: ["database: insert run"],
    worker: ["database: update run", "engine: apply", "database: update run"],
    engine: ["openstack: POST /servers"],
  });
  const names = points.map(pointName);

  expect(names).toHaveLength(2 + 6 + 4 + 2 + 2);
  expect(new Set(names).size).toBe(names.length);
  expect(points.findLastIndex(({ occurrence }) => occurrence === 1)).toBeLessThan(
    points.findIndex(({ occurrence }) => occurrence === 2),
  );
  expect(names.map(pointOf)).toEqual(points);
});
