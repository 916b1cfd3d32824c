import { access, constants, mkdir, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { type EngineToolchain, engineEnvironment } from "./engine-environment.ts";
import { type EngineJail, encloseEngine, findEngineGroups } from "./engine-jail.ts";
import { runProgram } from "./run-program.ts";
import { whyNoNamespaces } from "./why-no-namespaces.ts";

export interface FoundJail {
  readonly jail: EngineJail | null;
  /** Why there is none; null when there is one. */
  readonly reason: string | null;
  /** What a fork bomb or a greedy engine meets: bounds that hold on this machine. */
  readonly bounds: readonly string[];
  /** What nothing bounds on this machine, in plain words. */
  readonly gaps: readonly string[];
}

const PATIENCE_MS = 20_000;

/** Looks for bubblewrap and lets the engine say its version in a jail: only what was tried counts as working. */
export async function findEngineJail(options: {
  readonly toolchain: EngineToolchain;
  readonly workRoot: string;
  readonly searchPath?: string;
}): Promise<FoundJail> {
  if (process.platform !== "linux") return none(`bubblewrap needs Linux; this is ${process.platform}`);
  const bwrapPath = await findProgram("bwrap", options.searchPath ?? process.env["PATH"] ?? "");
  if (bwrapPath === null) return none("bubblewrap (bwrap) is not installed: on Debian, `apt-get install bubblewrap`");
  if ((await findProgram("prlimit", "/usr/bin")) === null) return none("/usr/bin/prlimit (util-linux) is not there");
  const groups = await findEngineGroups();
  let reason = "";
  for (const forbidsNesting of [true, false]) {
    const jail: EngineJail = { bwrapPath, forbidsNesting, groups };
    const failure = await tryJail(jail, options.toolchain, options.workRoot);
    if (failure === null) return { jail, reason: null, ...describeBounds(jail) };
    reason ||= failure;
  }
  const causes = await whyNoNamespaces();
  return none([`bubblewrap does not work here: ${reason}`, ...causes].join("; "));
}

async function tryJail(jail: EngineJail, toolchain: EngineToolchain, workRoot: string): Promise<string | null> {
  const folder = join(workRoot, `jail-trial-${process.pid}`);
  const said: string[] = [];
  const limit = AbortSignal.timeout(PATIENCE_MS);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { enginePath, cliConfigFile } = toolchain;
    const command = { enginePath, cliConfigFile, folder, providers: [], writable: [], outlives: false };
    const end = await runProgram({
      enclosure: await encloseEngine(jail, { ...command, phase: "show" }),
      file: enginePath,
      args: ["version"],
      cwd: folder,
      env: engineEnvironment(toolchain, { home: "/tmp", sockets: "/tmp" }, {}, {}),
      signal: limit,
      killSignal: limit,
      gracePeriodMs: 0,
      killAfterMs: 0,
      lineLimit: 1_000,
      onStdout: () => undefined,
      onStderr: (line) => said.push(line),
    });
    return end.exitCode === 0 ? null : (said[0] ?? end.spawnError ?? "the engine did not start in it");
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function describeBounds({ groups, forbidsNesting }: EngineJail): Pick<FoundJail, "bounds" | "gaps"> {
  const root = process.getuid?.() === 0;
  const inGroup = new Set(groups?.bounds ?? []);
  const processes = inGroup.has("processes") || !root;
  return {
    bounds: [
      "files: written by name, each limited in size; /tmp is private and limited",
      "memory of each process",
      ...(processes ? ["number of processes"] : []),
      ...(inGroup.has("memory") ? ["memory of the whole engine"] : []),
    ],
    gaps: [
      "the network is shared with the service",
      ...(processes
        ? []
        : [
            "the number of processes is not limited: run as another user than root, or let this service divide its control group",
          ]),
      ...(inGroup.has("memory") ? [] : ["the memory of all its processes together is not limited"]),
      ...(forbidsNesting ? [] : ["this bubblewrap cannot forbid further namespaces"]),
    ],
  };
}

function none(reason: string): FoundJail {
  return { jail: null, reason, bounds: [], gaps: ["engines see this machine as the service does"] };
}

async function findProgram(name: string, searchPath: string): Promise<string | null> {
  for (const folder of searchPath.split(delimiter).filter((one) => one.startsWith("/"))) {
    const path = join(folder, name);
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return path;
  }
  return null;
}
