import { execFile } from "node:child_process";

/** Runs a program of the system to its end. Throws with what it said when it fails. */
export function runProgram(program: string, args: readonly string[], patienceMs = 60_000): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: patienceMs, maxBuffer: 16 * 2 ** 20 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${program}: ${stderr.trim() || error.message}`));
    });
  });
}
