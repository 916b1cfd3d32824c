import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { World, type WorldSnapshot } from "./world.ts";

/** Keeps a world on disk; a call without a path keeps it in memory only. */
export interface StateFile {
  /** Writes soon; many changes in a row become one write. */
  changed(): void;
  /** Writes at once what is not yet written. */
  flush(): void;
}

const WRITE_DELAY_MS = 50;

/** The stored world, or undefined when there is none yet. */
export function loadWorld(path: string | undefined): World | undefined {
  if (path === undefined || !existsSync(path)) return undefined;
  const snapshot = JSON.parse(readFileSync(path, "utf8")) as WorldSnapshot;
  if (snapshot.version !== 1) throw new Error(`${path} was written by another version of the sandbox: delete it`);
  return new World(snapshot);
}

/** Writes through a temporary file and a rename, so that a crash leaves the old or the new state, never half of one. */
export function openStateFile(path: string | undefined, world: World): StateFile {
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (path === undefined) return;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, JSON.stringify(world.snapshot()), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }

  function changed(): void {
    if (path !== undefined) timer ??= setTimeout(flush, WRITE_DELAY_MS);
  }

  return { changed, flush };
}
