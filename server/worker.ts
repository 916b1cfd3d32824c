import { enableCompileCache } from "node:module";
import { join, resolve } from "node:path";

/** `npm run worker`. */
const CHECKOUT = resolve(import.meta.dirname, "..");

process.env["NODE_COMPILE_CACHE"] ||= join(
  resolve(CHECKOUT, process.env["TWINSTACK_DATA"] || ".twinstack"),
  "compiled",
);
enableCompileCache(process.env["NODE_COMPILE_CACHE"]);
const { runWorkerProcess } = await import("./start/run-worker-process.ts");
await runWorkerProcess(CHECKOUT);
