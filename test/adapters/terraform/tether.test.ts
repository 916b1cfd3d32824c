import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { recordOf } from "../../../src/adapters/terraform/engine-record.ts";
import { keepEngine, tether } from "../../../src/adapters/terraform/tether.ts";

const QUICK = { signMs: 20, lookSeconds: 0.1, stopAfter: 3, killAfter: 8 };

/** For a busy machine: three seconds without a sign. */
const PATIENT = { ...QUICK, stopAfter: 30, killAfter: 600 };

let folder: string;
let engine: ChildProcess | null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinstack-tether-"));
  engine = null;
});
afterEach(async () => {
  if (engine !== null && engine.exitCode === null && engine.signalCode === null) engine.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

/** Something like an engine, in a process group of its own; it says when it listens to signals. */
async function startEngine(script: string) {
  const child = spawn("/bin/sh", ["-c", `${script}; echo ready; while :; do sleep 0.05; done`], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  engine = child;
  if (child.pid === undefined || child.stdout === null) throw new Error("the engine did not start");
  await once(child.stdout, "data");
  return { child, record: recordOf(child.pid, false) };
}

test("an engine that nobody looks after is told to finish", async () => {
  const { child, record } = await startEngine("trap 'exit 7' INT");

  tether(folder, record, QUICK);
  const [exitCode] = await once(child, "exit");

  expect(exitCode).toBe(7);
});

test("one that does not listen is killed", async () => {
  const { child, record } = await startEngine("trap '' INT");

  tether(folder, record, QUICK);
  const [, signal] = await once(child, "exit");

  expect(signal).toBe("SIGKILL");
});

test("one that is looked after works on, and is told once that ends", async () => {
  const { child, record } = await startEngine("trap 'exit 7' INT");
  const ended = once(child, "exit");
  const letGo = keepEngine(folder, QUICK);

  tether(folder, record, PATIENT);
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  const whileKept = child.exitCode;
  letGo();
  const [exitCode] = await ended;

  expect(whileKept).toBeNull();
  expect(exitCode).toBe(7);
});

test("a process that got the number of an engine that has ended is left alone", async () => {
  const { child, record } = await startEngine("trap 'exit 7' INT");

  tether(folder, { ...record, born: "1" }, QUICK);
  await new Promise((resolve) => setTimeout(resolve, 1_500));

  expect(child.exitCode).toBeNull();
});
