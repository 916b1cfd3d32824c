import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { toolchain } from "../../_helpers/toolchain.ts";

const CLI = resolve(import.meta.dirname, "../../../src/cli/main.ts");

export interface CommandEnd {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The command line as a person uses it, on the service whose data folder is given. */
export function makeCommandLine(folder: string): (...args: readonly string[]) => Promise<CommandEnd> {
  const env = { PATH: process.env["PATH"] ?? "", HOME: folder, TWINSTACK_DATA: folder };
  return (...args) =>
    new Promise((settle) => {
      const options = { env, maxBuffer: 64 * 1024 * 1024 };
      execFile(toolchain().nodePath, [CLI, ...args], options, (error, out, err) => {
        settle({ code: error === null ? 0 : Number(error.code ?? 1), out, err });
      });
    });
}
