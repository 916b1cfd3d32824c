import { spawn } from "node:child_process";
import { symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { toolchain } from "../_helpers/toolchain.ts";
import { ended, type PlantedCheckout, plantCheckout } from "./planted-checkout.ts";
import { engineBody, goBody } from "./planted-programs.ts";

const TELL_ALL =
  "console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), env: process.env })); process.exitCode = 7;";

let planted: PlantedCheckout;

beforeEach(async () => {
  planted = plantCheckout();
  planted.plant("terraform", engineBody("1.11.4"));
  planted.plant("go", goBody());
  await planted.run(["tools/setup.mjs"]);
});

afterEach(() => {
  planted.remove();
});

function told(stdout: string): { args: string[]; cwd: string; env: Record<string, string> } {
  return JSON.parse(stdout) as { args: string[]; cwd: string; env: Record<string, string> };
}

test("npm start becomes the service, with its arguments, its engine settings and its exit code", async () => {
  planted.write("server/start.ts", TELL_ALL);

  const done = await planted.run(["tools/start.mjs", "examples/web-server.yaml", "--port", "8080"]);

  const { args, cwd, env } = told(done.stdout);
  expect(done.code).toBe(7);
  expect(args).toEqual(["examples/web-server.yaml", "--port", "8080"]);
  expect(cwd).toBe(planted.folder);
  expect(env).toMatchObject({
    TF_CLI_CONFIG_FILE: join(planted.folder, ".twinstack/engine.tfrc"),
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
  });
  expect(env["PATH"]).toMatch(new RegExp(`^${dirname(toolchain().nodePath)}:`));
});

test("hands a termination signal on and ends as the service ends", async () => {
  planted.write(
    "server/start.ts",
    'process.on("SIGTERM", () => { console.log("stopping"); process.exit(3); }); console.log("up"); setInterval(() => {}, 1000);',
  );
  const child = planted.start(["tools/start.mjs"]);
  child.stdout?.once("data", () => child.kill("SIGTERM"));

  const done = await ended(child);

  expect(done.stdout).toBe("up\nstopping\n");
  expect(done.code).toBe(3);
});

test("passes node's own flags on to a source", async () => {
  planted.write("bench/main.ts", "console.log(typeof globalThis.gc, process.argv.slice(2).join());");

  const done = await planted.run(["tools/run.mjs", "--expose-gc", "bench/main.ts", "--rounds", "3"]);

  expect(done.stdout).toBe("function --rounds,3\n");
});

test("says how it is used when no source is named", async () => {
  const done = await planted.run(["tools/run.mjs"]);

  expect(done.code).toBe(2);
  expect(done.stderr).toContain("usage: node tools/run.mjs");
});

test("the twinstack command works through a link and in the caller's folder", async () => {
  planted.write("src/cli/main.ts", TELL_ALL);
  const link = join(planted.folder, "..", "linked-twinstack");
  symlinkSync(join(planted.folder, "bin/twinstack"), link);

  const done = await runIn(tmpdir(), link, ["list", "--json"]);

  expect(done.code).toBe(7);
  expect(done.stderr).toBe("");
  expect(told(done.stdout)).toMatchObject({ args: ["list", "--json"], cwd: tmpdir() });
});

test("the cdktf command gets the engine and the provider mirror that set-up found", async () => {
  planted.write("tools/operator/cdktf.ts", TELL_ALL);

  const done = await runIn(planted.folder, join(planted.folder, "bin/cdktf"), ["synth"]);

  const { args, env } = told(done.stdout);
  expect(args).toEqual(["synth"]);
  expect(env).toMatchObject({
    TF_CLI_CONFIG_FILE: join(planted.folder, ".twinstack/engine.tfrc"),
    CHECKPOINT_DISABLE: "1",
  });
  expect(env["PATH"]?.split(":")).toContain(planted.env["PATH"]);
});

test("a set-up failure behind a command is shown as step, cause and remedy", async () => {
  planted.unplant("terraform");
  planted.unplant("go");

  const done = await runIn(planted.folder, join(planted.folder, "bin/twinstack"), ["list"]);

  expect(done.code).toBe(1);
  expect(done.stderr).toMatch(/set-up failed\n +step: +engine\n +cause: .+\n +remedy: /);
  expect(done.stdout).toBe("");
});

function runIn(cwd: string, program: string, args: string[]) {
  const PATH = [planted.env["PATH"], dirname(toolchain().nodePath), "/usr/bin", "/bin"].join(":");
  return ended(spawn(program, args, { cwd, env: { ...planted.env, PATH, DATABASE_URL: "postgres://127.0.0.1/x" } }));
}
