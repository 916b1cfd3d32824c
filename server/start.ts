import { enableCompileCache } from "node:module";
import { join, resolve } from "node:path";

/** `npm start [-- FILE] [--port N] [--no-open]`. */
const CHECKOUT = resolve(import.meta.dirname, "..");

// Stripping the types of all sources costs more than half of a start; children find the cache in the environment.
process.env["NODE_COMPILE_CACHE"] ||= join(
  resolve(CHECKOUT, process.env["TWINSTACK_DATA"] || ".twinstack"),
  "compiled",
);
enableCompileCache(process.env["NODE_COMPILE_CACHE"]);
const { runStart } = await import("./start/run-start.ts");
await runStart(CHECKOUT);
