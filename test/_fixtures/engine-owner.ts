import { findEngineJail } from "../../src/adapters/terraform/find-engine-jail.ts";
import { makeTerraformEngine } from "../../src/adapters/terraform/terraform-engine.ts";

// A service that applies a plan until somebody kills it. Its one argument says with what.
const { engine, jailedWith, request, plan } = JSON.parse(process.argv[2] ?? "{}");
const never = new AbortController().signal;
const jail = jailedWith
  ? async () => (await findEngineJail({ ...engine, toolchain: jailedWith })).jail
  : async () => null;
await makeTerraformEngine({ ...engine, jail }).apply(
  { ...request, signal: never, killSignal: never, onEvent: (event) => process.stdout.write(`${event.text}\n`) },
  { ...plan, planFile: Buffer.from(plan.planFile, "base64") },
);
