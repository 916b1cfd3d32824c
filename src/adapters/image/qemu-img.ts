import { spawn } from "node:child_process";
import * as z from "zod";
import type { DiskTools } from "../../image/ports.ts";
import { AppError } from "../../kernel/app-error.ts";
import { effect } from "../../kernel/effect.ts";

const INSPECT_MS = 30_000;
const CONVERT_MS = 6 * 3_600_000;
const LONGEST_OUTPUT = 256 * 1024;
/** A program that reads what strangers made gets nothing of ours. */
const ENVIRONMENT = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" };

const Inspected = z.object({
  "virtual-size": z.int().nonnegative(),
  "backing-filename": z.string().nullish(),
  encrypted: z.boolean().nullish(),
  "format-specific": z
    .object({ data: z.object({ "data-file": z.string().nullish(), corrupt: z.boolean().nullish() }).nullish() })
    .nullish(),
});

/**
 * QEMU's own program for disks, as a child in a group of its own, with a time limit and the format said: one that is
 * guessed would let a raw disk pretend to be one that names other files.
 *
 * @param program a path or a name that the system's own folders have
 */
export function makeQemuImg(program = "qemu-img"): DiskTools {
  return {
    isThere: async () => {
      const end = await run(program, ["--version"], { limitMs: INSPECT_MS }).catch(() => null);
      return end?.exitCode === 0;
    },

    async inspect(path, format, signal) {
      const args = ["info", "--output=json", "-f", format, path];
      const said = Inspected.parse(JSON.parse(await output(program, args, { limitMs: INSPECT_MS, signal })));
      const specific = said["format-specific"]?.data;
      return {
        virtualBytes: said["virtual-size"],
        backingFile: said["backing-filename"] != null,
        dataFile: specific?.["data-file"] != null,
        encrypted: said.encrypted === true,
        damaged: specific?.corrupt === true,
      };
    },

    async convert(from, to, onPercent, signal) {
      const options = to.format === "qcow2" ? ["-o", "compat=1.1"] : [];
      const args = ["convert", "-p", "-f", from.format, "-O", to.format, ...options, from.path, to.path];
      const onText = (text: string) => {
        const found = /\((\d+)\.\d+\/100%\)\s*$/.exec(text.trimEnd());
        if (found !== null) onPercent(Number(found[1]));
      };
      await output(program, args, { limitMs: CONVERT_MS, signal, onText });
    },
  };
}

interface RunOptions {
  readonly limitMs: number;
  readonly signal?: AbortSignal;
  readonly onText?: (text: string) => void;
}

async function output(program: string, args: readonly string[], options: RunOptions): Promise<string> {
  const end = await run(program, args, options);
  if (end.exitCode === 0) return end.stdout;
  const why = end.late
    ? "it took too long"
    : end.stderr
        .split("\n")
        .slice(-2)
        .join(" ")
        .replaceAll(/'[^']*'/g, "the file");
  throw new AppError("image-refused", `qemu-img could not ${args[0]} the disk: ${why.trim()}`);
}

function run(program: string, args: readonly string[], { limitMs, signal, onText }: RunOptions) {
  return effect(`image: qemu-img ${args[0]}`, () => {
    const child = spawn(program, args, {
      env: ENVIRONMENT,
      cwd: "/",
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        onText?.(text);
        said[stream] = (said[stream] + text).slice(-LONGEST_OUTPUT);
      });
    }
    let late = false;
    const kill = () => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch {
        // It has ended already.
      }
    };
    const limit = setTimeout(() => {
      late = true;
      kill();
    }, limitMs);
    signal?.addEventListener("abort", kill, { once: true });
    return new Promise<{ exitCode: number | null; late: boolean; stdout: string; stderr: string }>(
      (resolve, reject) => {
        child.once("error", (error: NodeJS.ErrnoException) => reject(error.code === "ENOENT" ? missing() : error));
        child.once("close", (exitCode) => resolve({ exitCode, late, ...said }));
      },
    ).finally(() => {
      clearTimeout(limit);
      signal?.removeEventListener("abort", kill);
    });
  });
}

function missing(): AppError {
  return new AppError("image-tools-missing", "qemu-img, which inspects and converts disks, is not installed here.");
}
