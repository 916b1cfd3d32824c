import { cp, link, lstat, mkdir, readdir, readlink, rename, rm, stat, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const PREFIX = "programs-";

/**
 * Keeps PostgreSQL's programs beside the cluster that they made: an update of the checkout replaces them, and only they
 * can open that cluster then. Files are linked where the file system allows it, so that they take no space twice.
 * Programs of the operating system cannot be moved, and stay with its own packages.
 *
 * @param place the major version's folder
 * @param version such as `18.4`
 */
export async function keepPrograms(binDir: string, place: string, version: string): Promise<void> {
  const kept = join(place, `${PREFIX}${version}`);
  if ((await isThere(kept)) || !(await canBeMoved(binDir))) return;
  const partial = `${kept}.new`;
  await rm(partial, { recursive: true, force: true });
  await linkFolder(dirname(binDir), partial);
  await rename(partial, kept);
  for (const name of await readdir(place)) {
    if (name.startsWith(PREFIX) && name !== basename(kept)) await rm(join(place, name), { recursive: true });
  }
}

/** The kept programs' folder with `postgres` in it; null when none were kept. */
export async function keptPrograms(place: string): Promise<string | null> {
  const names = await readdir(place).catch(() => []);
  const name = names.find((entry) => entry.startsWith(PREFIX) && !entry.endsWith(".new"));
  return name === undefined ? null : join(place, name, "bin");
}

/** They find what they need beside themselves. */
async function canBeMoved(binDir: string): Promise<boolean> {
  const root = dirname(binDir);
  return (await isThere(join(root, "lib"))) && (await isThere(join(root, "share")));
}

async function linkFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o755 });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkFolder(source, target);
    else if ((await lstat(source)).isSymbolicLink()) await symlink(await readlink(source), target);
    else await link(source, target).catch(() => cp(source, target));
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
