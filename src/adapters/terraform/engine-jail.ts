import { execFile } from "node:child_process";
import { readFile, realpath, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { type ControlGroups, findControlGroups } from "./control-groups.ts";
import { jailArguments } from "./jail-arguments.ts";
import { findSystemFiles, needOfAll } from "./jail-system-files.ts";
import { BLOCK_FD, type Enclosure, INFO_FD } from "./run-program.ts";

/** Bubblewrap on this machine, tried and found to work. */
export interface EngineJail {
  readonly bwrapPath: string;
  /** `--disable-userns`: nothing inside can make namespaces of its own. */
  readonly forbidsNesting: boolean;
  readonly groups: ControlGroups | null;
}

/** One command of the engine, as the engine sees it. */
export interface JailedCommand {
  readonly enginePath: string;
  readonly cliConfigFile: string;
  readonly folder: string;
  /** Folders of the providers that this working directory links to. */
  readonly providers: readonly string[];
  readonly phase: "init" | "plan" | "show" | "apply";
  /** Files in the folder that it writes. */
  readonly writable: readonly string[];
  readonly outlives: boolean;
}

const run = promisify(execFile);

/** Threads count as processes: Terraform and two providers have about 60. */
export const MOST_PROCESSES = 512;
const MOST_MEMORY_BYTES = 4 * 1024 ** 3;
/** Per file and per process. */
const LIMITS = [
  "--core=0",
  "--nofile=4096:4096",
  `--fsize=${512 * 1024 ** 2}:${512 * 1024 ** 2}`,
  `--data=${2 * 1024 ** 3}:${2 * 1024 ** 3}`,
];
const PRLIMIT = "/usr/bin/prlimit";

export function findEngineGroups(): Promise<ControlGroups | null> {
  return findControlGroups({ processes: MOST_PROCESSES, memoryBytes: MOST_MEMORY_BYTES });
}

/** What starts instead of the engine, for one command. */
export async function encloseEngine(jail: EngineJail, command: JailedCommand): Promise<Enclosure> {
  const [enginePath, mirrors, systemFiles] = await Promise.all([
    realpath(command.enginePath),
    command.phase === "init" ? mirrorsOf(command.cliConfigFile) : [],
    findSystemFiles(),
  ]);
  const writable = command.writable.map((name) => join(command.folder, name));
  await Promise.all(writable.map((path) => writeFile(path, "", { flag: "a", mode: 0o600 })));
  const args = jailArguments({
    enginePath: command.enginePath,
    folder: command.folder,
    wholeFolder: command.phase === "init",
    writable,
    readable: [command.cliConfigFile, ...command.providers, ...mirrors],
    systemFiles,
    system: await needOfAll(enginePath, command.providers),
    diesWithParent: !command.outlives,
    forbidsNesting: jail.forbidsNesting,
  });
  const name = `${basename(command.folder)}-${command.phase}`;
  return {
    file: PRLIMIT,
    args: [...LIMITS, jail.bwrapPath, "--info-fd", String(INFO_FD), "--block-fd", String(BLOCK_FD), ...args, "--"],
    async bound(pid) {
      if (jail.groups !== null) await jail.groups.add(name, pid);
      // Counted within the jail's own user namespace, so that other engines do not count; root is never counted.
      if (process.getuid?.() !== 0) {
        await run(PRLIMIT, ["--pid", String(pid), `--nproc=${MOST_PROCESSES}:${MOST_PROCESSES}`]);
      }
    },
    release: async () => jail.groups?.remove(name),
  };
}

/** Where the CLI configuration says that providers are; only `init` looks there. */
async function mirrorsOf(cliConfigFile: string): Promise<readonly string[]> {
  const text = await readFile(cliConfigFile, "utf8");
  return [...text.matchAll(/^\s*path\s*=\s*"([^"]+)"/gm)].flatMap((found) => found[1] ?? []);
}
