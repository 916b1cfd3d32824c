import { spawn } from "node:child_process";
import { constants } from "node:os";

const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs a program in this process's place: same terminal, same signals, same exit code.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env: NodeJS.ProcessEnv, cwd?: string, stdio?: import("node:child_process").StdioOptions }} options
 * @returns {Promise<number>} the exit code; 128 + n when signal n ended it
 */
export function handOver(program, args, options) {
  return new Promise((settle, fail) => {
    const child = spawn(program, args, { stdio: "inherit", ...options });
    const forward = (signal) => {
      if (!reachedChildAlready(signal)) child.kill(signal);
    };
    for (const signal of FORWARDED) process.on(signal, forward);
    child.on("error", fail);
    child.on("close", (code, signal) => {
      for (const each of FORWARDED) process.off(each, forward);
      settle(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** A terminal sends Ctrl-C to the whole process group; a second one would look like impatience to the service. */
function reachedChildAlready(signal) {
  return signal === "SIGINT" && process.stdin.isTTY === true;
}
