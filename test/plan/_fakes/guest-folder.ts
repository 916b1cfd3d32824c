import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder that stands for a machine's root, with commands of its own in front of the real ones. */
export interface GuestFolder {
  readonly root: string;
  write(path: string, content: string, mode?: number): void;
  read(path: string): string;
  has(path: string): boolean;
  /** A stand-in for a command; `$LOG` is a file it may append to. */
  command(name: string, body: string): void;
  /** Lines the stand-ins logged since the last call. */
  log(): readonly string[];
  run(script: string, args: readonly string[]): Promise<{ readonly code: number | null; readonly stderr: string }>;
  remove(): void;
}

export function guestFolder(): GuestFolder {
  const top = mkdtempSync(join(tmpdir(), "twinstack-guest-"));
  const root = join(top, "root");
  const bin = join(top, "bin");
  const logFile = join(top, "log");
  mkdirSync(bin, { recursive: true });
  writeFileSync(logFile, "");

  function write(path: string, content: string, mode = 0o644): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content, { mode });
    chmodSync(join(root, path), mode);
  }

  function run(script: string, args: readonly string[]) {
    const env = {
      PATH: `${bin}:${process.env["PATH"] ?? ""}`,
      LOG: logFile,
      TWINSTACK_ROOT: root,
      TWINSTACK_TRIES: "1",
    };
    const child = spawn("sh", [join(root, script), ...args], { env, stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    return new Promise<{ code: number | null; stderr: string }>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, stderr }));
    });
  }

  return {
    root,
    write,
    read: (path) => readFileSync(join(root, path), "utf8"),
    has: (path) => existsSync(join(root, path)),
    command: (name, body) => writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 }),
    log: () => {
      const lines = readFileSync(logFile, "utf8").split("\n").filter(Boolean);
      writeFileSync(logFile, "");
      return lines;
    },
    run,
    remove: () => rmSync(top, { recursive: true, force: true }),
  };
}
