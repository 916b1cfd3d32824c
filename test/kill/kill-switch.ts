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
  // Whoever gave the order to one that died meanwhile waits for this too.
  if (order !== null) writeFileSync(`${file}.armed`, "");
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
    const { victim, next } = order;
    order = null;
    // Gone first: whoever comes after this process must not meet the same end.
    if (next === undefined) rmSync(file, { force: true });
    else writeFileSync(file, JSON.stringify(next));
    appendFileSync(`${file}.fired`, "x");
    if (victim === null) end();
    killDatabase(victim);
    // It came in the same moment as the end; whoever asked must not hear it.
    if (moment === "after")
      throw Object.assign(new Error("Connection terminated unexpectedly"), { code: "ECONNRESET" });
  });
}

function end(): never {
  process.kill(process.pid, "SIGKILL");
  // Nothing may follow, not even the rest of this turn.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** As a power cut does it: a query that is on its way must not be carried out by a process that outlives its parent. */
function killDatabase(pid: number): void {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
  process.kill(pid, "SIGKILL");
  for (const child of children) {
    try {
      process.kill(Number(child), "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}

function take(file: string): KillOrder | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as KillOrder) : null;
}
