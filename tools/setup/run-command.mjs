import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";

const REMEMBERED_LINES = 15;

/**
 * Runs a program to its end without input, keeping the last lines of what it said (all of them with keepAll).
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env: NodeJS.ProcessEnv, cwd?: string, logFile?: string, timeoutMs?: number,
 *   keepAll?: boolean }} options
 * @returns {Promise<{ ok: boolean, stdout: string, tail: string }>} never rejects: a program that cannot be
 *   started is an answer that is not ok, with the reason as tail
 */
export function runCommand(program, args, options) {
  return new Promise((settle) => {
    const log = openLog(options.logFile, program, args);
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    // Not spawn's own timeout: its timer goes on, and keeps Node alive, when the program could not be started.
    const timer = options.timeoutMs && setTimeout(() => child.kill("SIGKILL"), options.timeoutMs);
    let stdout = "";
    let tail = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      keep(chunk);
    });
    child.stderr.on("data", keep);
    child.on("error", (error) => finish(false, error.message));
    child.on("close", (code, signal) => finish(code === 0, signal ? `stopped by ${signal}` : ""));

    function keep(chunk) {
      log?.write(chunk);
      const said = `${tail}${chunk}`;
      tail = options.keepAll ? said : said.split("\n").slice(-REMEMBERED_LINES).join("\n");
    }

    function finish(ok, remark) {
      clearTimeout(timer);
      log?.end();
      settle({ ok, stdout, tail: [tail.trim(), remark].filter(Boolean).join("\n") });
    }
  });
}

function openLog(file, program, args) {
  if (!file) return undefined;
  mkdirSync(dirname(file), { recursive: true });
  const log = createWriteStream(file);
  log.on("error", () => {});
  log.write(`$ ${[program, ...args].join(" ")}\n`);
  return log;
}
