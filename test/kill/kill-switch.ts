/**
 * Preloaded into the service and into workers by `NODE_OPTIONS=--import`. TWINSTACK_KILL_ORDER names a file; when the
 * process starts, and at each SIGUSR2, the order in it is taken and counting begins anew. Without an order nothing
 * happens. TWINSTACK_KILL_LOG names a file that gets a line per effect.
 */
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
import { watchEffects } from "../../src/kernel/effect.ts";
import type { KillOrder } from "./kill-order.ts";

const orderFile = process.env["TWINSTACK_KILL_ORDER"];
const logFile = process.env["TWINSTACK_KILL_LOG"];

if (isMainThread && orderFile !== undefined) stand(orderFile);

function stand(file: string): void {
  let order = take(file);
  let passed = 0;
  process.on("SIGUSR2", () => {
    order = take(file);
    passed = 0;
    writeFileSync(`${file}.armed`, "");
  });
  watchEffects((boundary, moment) => {
    if (logFile !== undefined && moment === "before") appendFileSync(logFile, `${boundary}\n`);
    if (order === null || boundary !== order.boundary || moment !== order.moment) return;
    passed += 1;
    if (passed !== order.occurrence) return;
    const { victim } = order;
    order = null;
    // Gone first: whoever comes after this process must not meet the same end.
    rmSync(file, { force: true });
    writeFileSync(`${file}.fired`, "");
    process.kill(victim ?? process.pid, "SIGKILL");
    // Nothing may follow, not even the rest of this turn.
    if (victim === null) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
}

function take(file: string): KillOrder | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as KillOrder) : null;
}
