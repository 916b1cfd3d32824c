import { existsSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { until } from "../_helpers/until.ts";
import { ended, type PlantedCheckout, plantCheckout } from "./planted-checkout.ts";
import { engineBody, goBody } from "./planted-programs.ts";

let planted: PlantedCheckout;

beforeEach(() => {
  planted = plantCheckout();
  planted.plant("terraform", engineBody("1.11.4"));
  planted.plant("go", goBody());
});

afterEach(() => {
  planted.remove();
});

function toolchainFile(): string {
  return join(planted.folder, ".twinstack/toolchain.json");
}

test("changes nothing and builds nothing the second time", async () => {
  await planted.run(["tools/setup.mjs"]);
  const before = { text: readFileSync(toolchainFile(), "utf8"), changed: statSync(toolchainFile()).mtimeMs };
  const callsBefore = planted.calls();

  const again = await planted.run(["tools/setup.mjs"]);

  expect(again.code).toBe(0);
  expect({ text: readFileSync(toolchainFile(), "utf8"), changed: statSync(toolchainFile()).mtimeMs }).toEqual(before);
  expect(planted.calls()).toEqual(callsBefore);
});

test("resumes an interrupted provider build with the provider that was missing", async () => {
  planted.plant("go", goBody({ stuckOn: "cloudstack" }));
  const interrupted = planted.start(["tools/setup.mjs"]);
  const end = ended(interrupted);
  await until(() => planted.calls().some((call) => call.includes("cloudstack")));
  interrupted.kill("SIGKILL");
  await stopStuckGo();
  await end;
  planted.plant("go", goBody());

  const resumed = await planted.run(["tools/setup.mjs"]);

  expect(resumed.code).toBe(0);
  expect(resumed.stderr).not.toContain("building openstack");
  expect(resumed.stderr).toContain("[4/7] providers: building cloudstack 0.6.0 (about 80 s, once)…");
  const builds = planted.calls().map((call) => call.split(" ")[1]?.split("/").at(-1));
  expect(builds).toEqual(["v3", "terraform-provider-cloudstack", "terraform-provider-cloudstack"]);
});

test("waits for another set-up in the same checkout instead of working beside it", async () => {
  const both = await Promise.all([planted.run(["tools/setup.mjs"]), planted.run(["tools/setup.mjs"])]);

  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(planted.calls()).toHaveLength(2);
  expect(existsSync(join(planted.folder, ".twinstack/setup.lock"))).toBe(false);
});

test("looks again when the engine it found is gone", async () => {
  await planted.run(["tools/setup.mjs"]);
  planted.unplant("terraform");
  const tofu = planted.plant("tofu", engineBody("1.10.6", "OpenTofu"));
  planted.write("hello.mjs", 'console.log("hello");');

  const done = await planted.run(["tools/run.mjs", "hello.mjs"]);

  expect(done.stdout).toBe("hello\n");
  expect(JSON.parse(readFileSync(toolchainFile(), "utf8"))).toMatchObject({ enginePath: tofu, engineKind: "opentofu" });
});

test("starts no program and says nothing when nothing has changed", async () => {
  await planted.run(["tools/setup.mjs"]);
  planted.plant("terraform", "process.exit(1);");
  planted.write("hello.mjs", 'console.log("hello");');
  const afterChange = await planted.run(["tools/run.mjs", "hello.mjs"]);
  planted.plant("terraform", engineBody("1.11.4"));
  await planted.run(["tools/setup.mjs"]);

  const unchanged = await planted.run(["tools/run.mjs", "hello.mjs"]);

  expect(afterChange.stderr).toContain("[3/7] engine: building OpenTofu");
  expect(unchanged).toEqual({ code: 0, stdout: "hello\n", stderr: "" });
});

test("builds a provider again that was removed from the mirror", async () => {
  await planted.run(["tools/setup.mjs"]);
  const { providerMirror } = JSON.parse(readFileSync(toolchainFile(), "utf8")) as { providerMirror: string };
  rmSync(join(providerMirror, "registry.terraform.io/cloudstack"), { recursive: true });
  planted.write("hello.mjs", 'console.log("hello");');

  const done = await planted.run(["tools/run.mjs", "hello.mjs"]);

  expect(done.stdout).toBe("hello\n");
  expect(done.stderr).toContain("building cloudstack");
  expect(done.stderr).not.toContain("building openstack");
});

test("takes over from a set-up that was killed, even when its process id is somebody else's now", async () => {
  const lock = planted.write(".twinstack/setup.lock", String(process.pid));
  utimesSync(lock, 0, 0);

  const done = await planted.run(["tools/setup.mjs"]);

  expect(done.code).toBe(0);
  expect(existsSync(lock)).toBe(false);
});

/** The planted Go outlives its killed parent, as a real compiler would for a while. */
async function stopStuckGo(): Promise<void> {
  const pid = Number(readFileSync(join(planted.folder, "go.pid"), "utf8"));
  process.kill(pid, "SIGKILL");
}
