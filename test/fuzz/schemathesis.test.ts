import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { noteCounts } from "./note-counts.ts";
import { SIZES } from "./sizes.ts";

const CHECKOUT = resolve(import.meta.dirname, "../..");
const GENERATED = /^\s*([\d,]+) generated, ([\d,]+) passed/m;
/** What a deterministic run makes of 115 operations with `max-examples = 15`, less room for operations that go. */
const AT_LEAST = 8_000;

(SIZES.schemathesis ? test : test.skip)(
  "Schemathesis finds no failure and no answer that the OpenAPI document does not promise (needs CI or FUZZ_SCHEMATHESIS=1, Python with venv, PyPI)",
  async () => {
    const started = performance.now();
    const { code, output } = await run(["tools/schemathesis.mjs"]);

    const [, generated = "0", passed = "none"] = GENERATED.exec(output) ?? [];
    const inputs = Number(generated.replaceAll(",", ""));
    await noteCounts("schemathesis", { inputs });
    process.stdout.write(
      `Schemathesis: ${generated} inputs in ${Math.round((performance.now() - started) / 1_000)} s\n${code === 0 ? "" : output}`,
    );
    expect({ code, passed }).toEqual({ code: 0, passed: generated });
    expect(inputs).toBeGreaterThan(AT_LEAST);
  },
  2_400_000,
);

function run(args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, [...args], {
    cwd: CHECKOUT,
    stdio: ["ignore", "pipe", "pipe"],
    // Jest's own flags are nothing for the service.
    env: { ...process.env, NODE_OPTIONS: "", PATH: `${join(process.execPath, "..")}:${process.env["PATH"] ?? ""}` },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  return new Promise((settle, fail) => {
    child.once("error", fail);
    child.once("close", (code) => settle({ code, output }));
  });
}
