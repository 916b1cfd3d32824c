import { randomUUID } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

/**
 * Names the machine together with its work folder: workers that share both see each other's engines, and no others do.
 * The host's name is part of it because a folder may be copied, or reached from two machines.
 */
export async function readHost(workRoot: string): Promise<{ readonly id: string; readonly name: string }> {
  await mkdir(workRoot, { recursive: true, mode: 0o700 });
  const file = join(workRoot, "host-id");
  // Whoever comes second keeps what the first one wrote.
  await writeFile(file, randomUUID(), { flag: "wx", mode: 0o600 }).catch(() => undefined);
  const name = hostname();
  return { id: `${name}/${(await readFile(file, "utf8")).trim()}`, name };
}
