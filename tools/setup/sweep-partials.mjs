import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const ABANDONED_MS = 60 * 60 * 1000;

/** Removes what killed set-ups left half-made; younger ones may belong to another checkout's set-up at work. */
export function sweepPartials(folder) {
  for (const name of readdirSync(folder).filter((each) => each.startsWith(".partial-"))) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > ABANDONED_MS) rmSync(path, { recursive: true, force: true });
  }
}
