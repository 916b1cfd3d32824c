import { readdir, readFile, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";

const EXTENSIONS = new Set([".yaml", ".yml", ".json"]);

/** Path and text of every requirement file of a folder, by name; a single file counts as a folder of one. */
export async function readRequirementFolder(path: string): Promise<readonly { path: string; text: string }[]> {
  const isFolder = (await stat(path)).isDirectory();
  const names = isFolder ? (await readdir(path)).filter(isRequirement).sort() : [basename(path)];
  const folder = isFolder ? path : join(path, "..");
  return Promise.all(
    names.map(async (name) => ({ path: join(folder, name), text: await readFile(join(folder, name), "utf8") })),
  );
}

function isRequirement(name: string): boolean {
  return EXTENSIONS.has(extname(name)) && !name.startsWith(".");
}
