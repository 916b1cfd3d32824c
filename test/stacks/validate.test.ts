import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import type { MachineState } from "../../src/contract/index.ts";
import { terraformEnv, toolchain } from "../_helpers/toolchain.ts";
import { synthCloudstack, synthOpenstack } from "./_synth.ts";

const run = promisify(execFile);
const STATES: readonly MachineState[] = ["running", "stopped", "absent"];

test.each([
  ["openstack", STATES.map((machine) => synthOpenstack({ role: "standby", machine }).text)],
  ["cloudstack", STATES.map((machine) => synthCloudstack({ machine }).text)],
])("the real provider validates %s in every machine state", async (_cloud, texts) => {
  const folder = await mkdtemp(join(tmpdir(), "twinstack-validate-"));
  const options = { cwd: folder, env: terraformEnv() };
  try {
    for (const [index, text] of texts.entries()) {
      await writeFile(join(folder, "cdk.tf.json"), text);
      if (index === 0) await run(toolchain().enginePath, ["init", "-backend=false", "-input=false"], options);

      const { stdout } = await run(toolchain().enginePath, ["validate", "-json"], options);

      expect(JSON.parse(stdout)).toMatchObject({ valid: true, error_count: 0, warning_count: 0 });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
