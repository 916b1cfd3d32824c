import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "@jest/globals";
import { CloudRegistration } from "../../src/contract/cloud.ts";
import { toolchain } from "../_helpers/toolchain.ts";

const PROGRAM = fileURLToPath(new URL("../../sandbox/main.ts", import.meta.url));
let child: ChildProcess | undefined;

afterEach(() => {
  if (child?.exitCode === null) child.kill("SIGKILL");
});

test("starts both clouds, prints how to register them, and ends with its parent's pipe", async () => {
  child = spawn(toolchain().nodePath, [PROGRAM, "--latency", "instant"], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(child, "exit");
  if (child.stdout === null) throw new Error("no output");
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const ready = JSON.parse(line) as Record<"openstack" | "cloudstack", Record<string, unknown>>;

  const registrations = Object.values(ready).map((one) =>
    CloudRegistration.parse({ ...one, name: "sandbox", sandbox: true }),
  );
  const answers = await Promise.all([
    fetch(String(ready.openstack["authUrl"])),
    fetch(String(ready.cloudstack["apiUrl"])),
  ]);
  child.stdin?.end();
  const [code] = (await exited) as [number];

  expect(registrations.map((one) => one.kind)).toEqual(["openstack", "cloudstack"]);
  expect(answers.map((answer) => answer.headers.get("x-twinstack-sandbox"))).toEqual(["openstack", "cloudstack"]);
  expect(code).toBe(0);
});
