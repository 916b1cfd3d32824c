import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { systemFailure } from "../../../src/adapters/terraform/engine-failure.ts";
import { type EngineBench, openEngineBench } from "../../_helpers/engine-bench.ts";
import { terraformDataStack } from "../../_helpers/terraform-data.ts";
import { toolchain } from "../../_helpers/toolchain.ts";
import { until } from "../../_helpers/until.ts";

const files = terraformDataStack({ machine: { input: "one" } });
const plan = { planFile: new Uint8Array([1]), planJson: {}, terraform: files, stateSerial: null };

let bench: EngineBench;

beforeEach(async () => {
  bench = await openEngineBench();
});
afterEach(() => bench.close());

/** An engine whose `init` succeeds and whose other commands run the given script. */
async function fakeEngine(script: string, options: Parameters<EngineBench["engine"]>[0] = {}) {
  const enginePath = await bench.script("fake", `[ "$1" = init ] && { touch .terraform.lock.hcl; exit 0; }\n${script}`);
  return bench.engine({ toolchain: { ...toolchain(), enginePath }, ...options });
}

function diagnostic(summary: string, detail = ""): string {
  const line = {
    "@level": "error",
    "@message": `Error: ${summary}`,
    type: "diagnostic",
    diagnostic: { severity: "error", summary, detail },
  };
  return `echo '${JSON.stringify(line)}'`;
}

async function isAlive(pidFile: string): Promise<boolean> {
  const pid = Number(await readFile(pidFile, "utf8"));
  const status = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return status !== "" && !status.includes(") Z ");
}

const exists = (path: string) =>
  readFile(path).then(
    () => true,
    () => false,
  );

describe("stopping", () => {
  test("kills the whole group of an engine that does not listen, grandchildren included", async () => {
    const [child, grandchild] = [join(bench.folder, "child"), join(bench.folder, "grandchild")];
    const engine = await fakeEngine(
      `trap '' INT TERM; sh -c "trap '' INT TERM; echo \\$\\$ > ${grandchild}; while :; do sleep 0.1; done" &
       echo $$ > ${child}; while :; do sleep 0.1; done`,
      { killAfterMs: 50 },
    );
    const [gentle, forced] = [new AbortController(), new AbortController()];
    const request = await bench.request(files, { signal: gentle.signal, killSignal: forced.signal });

    const result = engine.apply(request, plan);
    await until(() => exists(grandchild));
    gentle.abort();
    forced.abort();

    expect(await result).toEqual({ kind: "canceled" });
    await until(async () => !(await isAlive(child)) && !(await isAlive(grandchild)));
    expect(await readdir(join(bench.workRoot, "runs"))).toEqual([]);
  });

  test("does so by itself when a gentle cancel is not heard in time", async () => {
    const child = join(bench.folder, "child");
    const engine = await fakeEngine(`trap '' INT TERM; echo $$ > ${child}; while :; do sleep 0.1; done`, {
      gracePeriodMs: 50,
      killAfterMs: 50,
    });
    const gentle = new AbortController();
    const result = engine.plan(await bench.request(files, { signal: gentle.signal }));
    await until(() => exists(child));

    gentle.abort();

    expect(await result).toEqual({ kind: "canceled" });
    expect(await isAlive(child)).toBe(false);
  });

  test("leaves no provider behind when the engine itself dies", async () => {
    const child = join(bench.folder, "child");
    const engine = await fakeEngine(`sh -c 'echo $$ > ${child}; exec sleep 300' & \n sleep 0.2; kill -9 $$`);

    const result = await engine.apply(await bench.request(files), plan);

    expect(result).toMatchObject({
      kind: "failed",
      failure: { code: "engine-failed", detail: "The engine was ended by SIGKILL." },
    });
    await until(async () => !(await isAlive(child)));
    expect(await exists(child)).toBe(true);
  });
});

describe("secrets", () => {
  test("come in the environment alone, which holds nothing of the service's own", async () => {
    process.env["TWINSTACK_TEST_CANARY"] = "canary-of-the-service";
    const [env, args] = [join(bench.folder, "env"), join(bench.folder, "args")];
    const engine = await fakeEngine(`env > ${env}; echo "$@" > ${args}; exit 1`);

    await engine.plan(await bench.request(files, { environment: { OS_PASSWORD: "canary-of-the-cloud" } }));
    delete process.env["TWINSTACK_TEST_CANARY"];

    const names = (await readFile(env, "utf8")).split("\n").map((line) => line.split("=")[0]);
    expect(await readFile(env, "utf8")).toContain("OS_PASSWORD=canary-of-the-cloud");
    expect(await readFile(env, "utf8")).not.toContain("canary-of-the-service");
    expect(names.filter((name) => /^(NODE|npm|USER|LANG)/.test(name ?? ""))).toEqual([]);
    expect(await readFile(args, "utf8")).not.toContain("canary");
  });

  test("are hidden in log lines, diagnostics and failures", async () => {
    const secret = "canary/of the+cloud";
    const engine = await fakeEngine(
      `echo "url?sig=${encodeURIComponent(secret)}"; echo "password is ${secret}" >&2; ${diagnostic("Bad", `got ${secret}`)}; exit 1`,
    );

    const result = await engine.plan(await bench.request(files, { environment: { OS_PASSWORD: secret } }));

    const everything = JSON.stringify([result, bench.events]);
    expect(everything).not.toContain("canary");
    expect(everything.match(/\(hidden\)/g)?.length).toBeGreaterThanOrEqual(3);
  });

  test("are hidden even where an endless line is cut in the middle of one", async () => {
    const secret = "canary-of-the-cloud-and-nobody-else";
    const engine = await fakeEngine(`printf '%016370d%s%09000d\\n' 0 ${secret} 0; exit 1`);

    await engine.plan(await bench.request(files, { environment: { OS_PASSWORD: secret } }));

    expect(JSON.stringify(bench.events)).not.toContain("canary");
  });

  test("do not stay on the disk, and nobody else may look while they are there", async () => {
    const modes = join(bench.folder, "modes");
    const engine = await fakeEngine(`stat -c %a . cdk.tf.json > ${modes}; exit 1`);

    await engine.plan(await bench.request(files));

    expect((await readFile(modes, "utf8")).trim().split("\n")).toEqual(["700", "600"]);
    expect(await readdir(join(bench.workRoot, "runs"))).toEqual([]);
  });
});

describe("output", () => {
  test("that is not JSON becomes a line of the log, an endless line is cut, bytes split between reads are whole", async () => {
    const engine = await fakeEngine(
      `echo plain; printf 'ü%.0s' $(seq 1 9000); printf '%030000d\\n' 0; echo '{broken'; exit 1`,
    );

    await engine.plan(await bench.request(files));

    const lines = bench.events.map(({ text }) => text);
    expect(lines[0]).toBe("plain");
    expect(lines[1]).toMatch(/^ü{9000}0+ … \(cut\)$/);
    expect(lines[1]?.length).toBeLessThan(17_000);
    expect(lines[2]).toBe("{broken");
  });

  test("with Terraform's own times is kept in UTC", async () => {
    const line = {
      "@level": "info",
      "@message": "hello",
      "@timestamp": "2026-11-21T13:00:00.000000+01:00",
      type: "log",
    };
    const engine = await fakeEngine(`echo '${JSON.stringify(line)}'; exit 1`);

    await engine.plan(await bench.request(files));

    expect(bench.events[0]).toMatchObject({
      at: "2026-11-21T12:00:00.000Z",
      text: "hello",
      kind: "log",
      phase: "plan",
    });
  });
});

describe("failures", () => {
  test("say that the engine is missing", async () => {
    const engine = bench.engine({ toolchain: { ...toolchain(), enginePath: join(bench.folder, "nowhere") } });

    const result = await engine.plan(await bench.request(files));

    expect(result).toMatchObject({ kind: "failed", failure: { code: "engine-missing", phase: "init" } });
    expect(result).toMatchObject({ failure: { remedy: expect.stringContaining("doctor") } });
  });

  test("say that our own disk is full", async () => {
    const engine = await fakeEngine("echo 'write plan.tfplan: no space left on device' >&2; exit 1");

    const result = await engine.plan(await bench.request(files));

    expect(result).toMatchObject({ kind: "failed", failure: { code: "disk-full" } });
  });

  test("say that the run's folder cannot be written", async () => {
    await writeFile(bench.workRoot, "a file where the folder should be");

    const result = await bench.engine().plan(await bench.request(files));

    expect(result).toMatchObject({ kind: "failed", failure: { phase: "prepare", code: "engine-failed" } });
    expect(JSON.stringify(result)).toContain("ENOTDIR");
  });

  test("refuse a synthesized path that leaves the folder", async () => {
    const result = await bench.engine().plan(await bench.request({ ...files, "../escape": "x" }));

    expect(result).toMatchObject({ kind: "failed", failure: { code: "synth-refused" } });
  });

  test("say so too when the system says it while our own files are written", () => {
    const error = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });

    expect(systemFailure("prepare", error)).toMatchObject({
      code: "disk-full",
      phase: "prepare",
      detail: error.message,
    });
  });

  const causes: readonly (readonly [string, string])[] = [
    ["Error creating server: Authentication failed", "cloud-credentials"],
    ["CloudStack API error 401 (CSExceptionErrorCode: 0): unable to verify user credentials", "cloud-credentials"],
    ["Expected HTTP response code [201] but got 403: Quota exceeded for cores", "cloud-quota"],
    ["CloudStack API error 535: Maximum number of resources of type user_vm exceeded", "cloud-quota"],
    ["CloudStack API error 533: Unable to create a deployment for VM: insufficient capacity", "cloud-capacity"],
    ["Post http://127.0.0.1:9/v3: dial tcp 127.0.0.1:9: connect: connection refused", "cloud-unreachable"],
    ["got 400 instead: Invalid image identifier or unable to access requested image.", "cloud-image-gone"],
    ["got 409 instead: Key pair ts-shop-1a2b3c4d-key already exists.", "cloud-left-over"],
    ["CloudStack API error 530 (CSExceptionErrorCode: 4250): Failed to delete network", "cloud-network-held"],
    ["Error creating OpenStack server: unexpected end of JSON input", "cloud-answer"],
    ["Error creating the new instance web: unexpected EOF", "cloud-answer"],
    ["Expected HTTP response code [202 204], but got 200 instead: <!DOCTYPE html>", "cloud-answer"],
    ['got 403 instead: {"forbidden": {"message": "servers:create is not for you"}}', "cloud-forbidden"],
    ["CloudStack API error 432: The API [createNetwork] does not exist or is not available", "cloud-forbidden"],
    ["OpenStack connection error, retries exhausted. Aborting. Last error was: EOF", "cloud-unreachable"],
    ["dial tcp: lookup cloud.invalid: no such host", "cloud-unreachable"],
    ["tls: failed to verify certificate: x509: certificate signed by unknown authority", "cloud-unreachable"],
    ["Plugin did not respond", "provider-crashed"],
    ["Saved plan is stale", "plan-stale"],
    ["Error acquiring the state lock", "state-locked"],
    ["Something nobody has seen before", "engine-failed"],
  ];

  test.each(causes)("take %j for a hint and keep it as a diagnostic", async (summary, code) => {
    const engine = await fakeEngine(`${diagnostic(summary, "the details")}; exit 1`);

    const result = await engine.apply(await bench.request(files), plan);

    expect(result).toMatchObject({
      kind: "failed",
      failure: { code, phase: "apply", diagnostics: [{ severity: "error", summary, detail: "the details" }] },
    });
    expect(result).toMatchObject({ failure: { detail: `${summary}: the details` } });
  });

  test("tell of a provider that panics, with its first words", async () => {
    const address = "registry.terraform.io/example/panicking";
    const mirror = join(bench.folder, "mirror");
    const cpu = arch() === "x64" ? "amd64" : arch();
    const provider = join(mirror, address, "1.0.0", `${platform()}_${cpu}`);
    await mkdir(provider, { recursive: true });
    await bench.script("panic", "echo 'panic: interface conversion: canary of the crash' >&2; exit 2");
    await writeFile(
      join(provider, "terraform-provider-panicking_v1.0.0"),
      await readFile(join(bench.folder, "panic")),
      { mode: 0o755 },
    );
    const cliConfigFile = join(bench.folder, "cli.tfrc");
    await writeFile(cliConfigFile, `provider_installation {\n  filesystem_mirror { path = "${mirror}" }\n}\n`);
    const crashing = {
      "cdk.tf.json": JSON.stringify({
        terraform: { required_providers: { panicking: { source: address, version: "1.0.0" } }, backend: { http: {} } },
        resource: { panicking_thing: { a: {} } },
      }),
    };

    const result = await bench
      .engine({ toolchain: { ...toolchain(), cliConfigFile } })
      .plan(await bench.request(crashing));

    expect(result).toMatchObject({ kind: "failed", failure: { phase: "plan", code: "provider-crashed" } });
    expect(JSON.stringify(result)).toContain("panicking");
  });
});
