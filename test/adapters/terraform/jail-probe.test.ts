/** A program that tries to get out, in exactly the jail of the product plus an interpreter for it. Needs perl. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { encloseEngine } from "../../../src/adapters/terraform/engine-jail.ts";
import { runProgram } from "../../../src/adapters/terraform/run-program.ts";
import { workingJail } from "../../_helpers/working-jail.ts";

jest.setTimeout(120_000);

const PROBE = fileURLToPath(new URL("../../_fixtures/jail-probe/probe.pl", import.meta.url));
const never = new AbortController().signal;

interface Attempt {
  readonly name: string;
  readonly result: "escaped" | "blocked";
  readonly met: string;
}

let folder: string;
let sleeper: ChildProcess;
const servers: Server[] = [];
let attempts: readonly Attempt[];

async function listen(path: string | number): Promise<Server> {
  const server = createServer((socket) => socket.end());
  servers.push(server);
  await new Promise<void>((resolve) =>
    typeof path === "number" ? server.listen(path, "127.0.0.1", resolve) : server.listen(path, resolve),
  );
  return server;
}

/** A data folder as the service has one, with another run in it and beside it what an engine must not reach. */
async function furnish() {
  folder = await mkdtemp(join(tmpdir(), "ts-probe-"));
  const data = join(folder, "data");
  const [own, other, mirror] = [
    join(data, "engine/runs/own-apply"),
    join(data, "engine/runs/other-apply"),
    join(folder, "mirror"),
  ];
  for (const path of [own, other, mirror]) await mkdir(path, { recursive: true });
  const engine = join(folder, "engine.pl");
  await copyFile(PROBE, engine);
  await chmod(engine, 0o755);
  const texts = [
    [join(data, "secret.key"), "canary"],
    [join(data, "token"), "canary"],
    [join(other, "plan.tfplan"), "canary"],
    [join(own, "cdk.tf.json"), "{}"],
    [join(own, "engine.pid"), "{}"],
    [join(folder, "cli.tfrc"), "# empty\n"],
    [join(folder, "outside"), "canary"],
    [join(mirror, "terraform-provider-x"), "#!/bin/sh\n"],
  ] as const;
  for (const [path, text] of texts) await writeFile(path, text);
  return { data, own, other, mirror, engine, config: join(folder, "cli.tfrc"), outside: join(folder, "outside") };
}

beforeAll(async () => {
  const { jail } = await workingJail();
  if (jail === null) throw new Error("unreachable: workingJail gives one or says why not");
  const place = await furnish();
  const abstract = `twinstack-probe-${process.pid}`;
  sleeper = spawn("/bin/sleep", ["300"], { env: { OS_PASSWORD: "canary-of-another-run" }, stdio: "ignore" });
  const address = (await listen(0)).address();
  await listen(`\0${abstract}`);
  process.env["TWINSTACK_PROBE_CANARY"] = "canary-of-the-service";
  const given = {
    ...{ data: place.data, run: "own-apply", other: place.other, mirror: place.mirror, engine: place.engine },
    ...{ config: place.config, outside: place.outside, service: process.pid, sleeper: sleeper.pid, abstract },
    port: typeof address === "object" && address !== null ? address.port : 0,
  };
  const lines: string[] = [];
  const command = { enginePath: place.engine, cliConfigFile: place.config, folder: place.own };
  await runProgram({
    enclosure: await encloseEngine(jail, {
      ...command,
      ...{ providers: [place.mirror], phase: "apply", writable: ["errored.tfstate"], outlives: false },
    }),
    file: place.engine,
    args: Object.entries(given).map(([name, value]) => `${name}=${value}`),
    cwd: place.own,
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
    ...{ signal: never, killSignal: never, gracePeriodMs: 0, killAfterMs: 0, lineLimit: 4_000 },
    onStdout: (line) => lines.push(line),
    onStderr: () => undefined,
  });
  delete process.env["TWINSTACK_PROBE_CANARY"];
  attempts = lines.map((line) => {
    const [name = "", result, met = ""] = line.split("\t");
    return { name, result: result === "escaped" ? "escaped" : "blocked", met };
  });
});

afterAll(async () => {
  sleeper.kill("SIGKILL");
  for (const server of servers) server.close();
  await rm(folder, { recursive: true, force: true });
});

const isClaimed = ({ name }: Attempt) => !name.startsWith("network: ");

test("none of what the jail claims to hold back gets out", () => {
  const claimed = attempts.filter(isClaimed);
  const rows = attempts.map((one) => `${isClaimed(one) ? one.result : "not covered"}\t${one.name}: ${one.met}`);
  const escaped = claimed.filter(({ result }) => result === "escaped");

  process.stdout.write(`${rows.join("\n")}\n${claimed.length} claimed, ${escaped.length} escaped\n`);

  expect(escaped).toEqual([]);
  expect(claimed.length).toBeGreaterThanOrEqual(40);
});

test("what shares the network is known not to be held back", () => {
  const open = attempts.filter((one) => !isClaimed(one) && one.result === "escaped").map(({ name }) => name);

  expect(open).toEqual(expect.arrayContaining(["network: a service on loopback"]));
});

test("it is blocked by the jail and not by a machine that has none of it", () => {
  const met = Object.fromEntries(attempts.map((one) => [one.name, one.met]));

  expect(met["a fork bomb"]).toMatch(/stopped at [1-5]\d\d/);
  expect(met["a provider in the mirror"]).toMatch(/Read-only/);
  expect(met["the kernel's core pattern"]).toMatch(/Read-only/);
  expect(met["filling the disk through /tmp"]).toMatch(/code|signal/);
});
