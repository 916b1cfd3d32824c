import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type EngineBench, openEngineBench } from "../../_helpers/engine-bench.ts";
import { terraformDataStack } from "../../_helpers/terraform-data.ts";
import { toolchain } from "../../_helpers/toolchain.ts";

const files = terraformDataStack({ machine: { input: "one" } });

let bench: EngineBench;

beforeEach(async () => {
  bench = await openEngineBench();
});
afterEach(() => bench.close());

test("an engine leaves the processors to whoever looks at their machines", async () => {
  const nicenesses = join(bench.folder, "niceness");
  // It is told so a moment after it was started.
  const own = "cut -d' ' -f19 /proc/$$/stat";
  const enginePath = await bench.script(
    "fake",
    `[ "$1" = init ] && { touch .terraform.lock.hcl; exit 0; }
     i=0; while [ $i -lt 200 ] && [ "$(${own})" -lt 5 ]; do sleep 0.05; i=$((i + 1)); done
     ${own} > ${nicenesses}; exit 1`,
  );
  const engine = bench.engine({ toolchain: { ...toolchain(), enginePath } });

  await engine.plan(await bench.request(files));

  expect(Number(await readFile(nicenesses, "utf8"))).toBeGreaterThanOrEqual(5);
});
