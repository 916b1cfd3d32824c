import { chmod, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { effect } from "../../kernel/effect.ts";

/** A folder for one session, for this user alone, with the files given. */
export async function makeSessionFolder(
  root: string,
  sessionId: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const folder = join(root, sessionId);
  await effect("ssh: write files", async () => {
    await mkdir(root, { recursive: true, mode: 0o700 });
    await mkdir(folder, { mode: 0o700 });
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(folder, name), content, { mode: 0o600, flag: "wx" });
    }
  });
  return folder;
}

export function removeSessionFolder(folder: string): Promise<void> {
  return effect("ssh: remove files", () => rm(folder, { recursive: true, force: true }));
}

/** Removes what sessions of a killed service left; only before the first session of this one. */
export async function sweepSessionFolders(root: string): Promise<void> {
  const left = await readdir(root).catch(() => []);
  for (const name of left) await removeSessionFolder(join(root, name));
  if (left.length > 0) await chmod(root, 0o700);
}
