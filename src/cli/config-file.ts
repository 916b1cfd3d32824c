import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;
type Fields = Readonly<Record<string, unknown>>;

/** TWINSTACK_CONFIG, else config.json in the person's own settings folder. */
export function configPath(environment: Environment): string {
  const home = environment["XDG_CONFIG_HOME"] ?? join(environment["HOME"] ?? homedir(), ".config");
  return environment["TWINSTACK_CONFIG"] ?? join(home, "twinstack", "config.json");
}

/** What stands in the file; nothing when it is not there or cannot be read. */
export function readFields(path: string): Fields {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof parsed === "object" && parsed !== null ? (parsed as Fields) : {};
  } catch {
    return {};
  }
}

/**
 * Changes fields of the file and leaves the others; `undefined` removes one. The file is replaced whole and is readable
 * for its owner alone, for it holds a token.
 */
export function changeFields(path: string, change: Fields): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify({ ...readFields(path), ...change }, null, 2)}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, path);
}
