import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { toolchain } from "../_helpers/toolchain.ts";

const REAL_CHECKOUT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
/** The right Node, whichever one runs jest. */
const NODE = toolchain().nodePath;
const EMPTY_LOCK = JSON.stringify({ name: "planted", lockfileVersion: 3, packages: { "": { name: "planted" } } });

/** What a finished command said and how it ended. */
export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** A throw-away checkout with the real tools and a PATH on which only planted programs are. */
export type PlantedCheckout = {
  readonly folder: string;
  readonly env: Record<string, string>;
  /** Puts a program on PATH; its body is JavaScript with `args`, `log(text)` and the node modules `fs` and `path`. */
  readonly plant: (name: string, body: string) => string;
  readonly unplant: (name: string) => void;
  readonly write: (path: string, text: string) => string;
  readonly start: (args: readonly string[], env?: Record<string, string>) => ChildProcess;
  readonly run: (args: readonly string[], env?: Record<string, string>) => Promise<Ended>;
  /** Everything the planted programs logged, one line each. */
  readonly calls: () => string[];
  readonly remove: () => void;
};

/** Plants a checkout whose dependencies are installed and whose database is DATABASE_URL; the rest is up to the test. */
export function plantCheckout(): PlantedCheckout {
  const root = mkdtempSync(join(tmpdir(), "twinstack-planted-"));
  chmodSync(root, 0o755);
  const folder = join(root, "checkout");
  const programs = join(root, "programs");
  const callLog = join(root, "calls.log");
  mkdirSync(programs);
  copyTools(folder);
  const env = {
    PATH: programs,
    TWINSTACK_CACHE: join(root, "cache"),
    TWINSTACK_PROVIDERS: "build",
    DATABASE_URL: "postgres://someone@127.0.0.1:1/planted",
    TF_CLI_CONFIG_FILE: join(root, "missing.tfrc"),
  };

  function write(path: string, text: string): string {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  function start(args: readonly string[], given: Record<string, string> = {}): ChildProcess {
    const [script, ...rest] = args;
    const words = script?.endsWith(".mjs") ? [join(folder, script), ...rest] : args;
    return spawn(NODE, words, {
      cwd: folder,
      env: { ...env, ...given },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  write("package-lock.json", EMPTY_LOCK);
  write("node_modules/.twinstack-lock-hash", createHash("sha256").update(EMPTY_LOCK).digest("hex"));
  return {
    folder,
    env,
    plant: (name, body) => plantProgram(join(programs, name), callLog, name, body),
    unplant: (name) => rmSync(join(programs, name)),
    write,
    start,
    run: (args, given) => ended(start(args, given)),
    calls: () => (existsSync(callLog) ? readFileSync(callLog, "utf8").trim().split("\n") : []),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Waits for a started command to end. */
export function ended(child: ChildProcess): Promise<Ended> {
  return new Promise((settle, fail) => {
    const said = { stdout: "", stderr: "" };
    child.stdout?.on("data", (chunk) => {
      said.stdout += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      said.stderr += chunk;
    });
    child.on("error", fail);
    child.on("close", (code) => settle({ code, ...said }));
  });
}

function copyTools(folder: string): void {
  for (const part of ["tools/setup", "tools/fuzz", "bin", ".ci"])
    cpSync(join(REAL_CHECKOUT, part), join(folder, part), { recursive: true });
  for (const name of ["setup", "start", "run", "command", "doctor", "check", "test"]) {
    cpSync(join(REAL_CHECKOUT, "tools", `${name}.mjs`), join(folder, "tools", `${name}.mjs`));
  }
  for (const name of ["opentofu", "provider-openstack", "provider-cloudstack"]) {
    mkdirSync(join(folder, "tools", name));
    writeFileSync(join(folder, "tools", name, "go.mod"), "module planted\n\ngo 1.26.6\n");
  }
}

/** The shebang names this very Node, so that a planted program needs nothing else on PATH. */
function plantProgram(file: string, callLog: string, name: string, body: string): string {
  const prelude = [
    `#!${NODE}`,
    'const fs = require("node:fs"); const path = require("node:path"); const args = process.argv.slice(2);',
    `const log = (text) => fs.appendFileSync(${JSON.stringify(callLog)}, ${JSON.stringify(name)} + " " + text + "\\n");`,
  ];
  writeFileSync(file, [...prelude, body, ""].join("\n"), { mode: 0o755 });
  return file;
}
