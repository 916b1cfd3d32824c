/**
 * `npm run test:schemathesis [-- schemathesis arguments]`: Schemathesis judges a started service by the service's own
 * OpenAPI document (docs/testing.md).
 */
import { join } from "node:path";
import { ensureSchemathesis } from "./schemathesis/ensure-schemathesis.mjs";
import { startForFuzz } from "./schemathesis/start-for-fuzz.mjs";
import { handOver } from "./setup/hand-over.mjs";
import { CHECKOUT } from "./setup/places.mjs";
import { runTool } from "./setup/run-tool.mjs";
import { ensureToolchain } from "./setup/set-up.mjs";

await runTool(async () => {
  const program = await ensureSchemathesis(process.env);
  const service = await startForFuzz(await ensureToolchain());
  try {
    const config = join(CHECKOUT, "tools/schemathesis/schemathesis.toml");
    const args = ["--config-file", config, "run", `${service.url}/api/openapi.json`, ...process.argv.slice(2)];
    return await handOver(program, args, {
      cwd: service.folder,
      env: { ...process.env, FUZZ_TOKEN: service.token },
    });
  } finally {
    await service.stop();
  }
});
