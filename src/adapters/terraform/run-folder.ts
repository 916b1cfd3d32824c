import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { AppError } from "../../kernel/app-error.ts";
import { effect } from "../../kernel/effect.ts";

/** Makes an empty folder that only this user may enter, replacing what a dead run left there. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "tmp"), { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
}

/** Writes the synthesized files; a path that would leave the folder is a defect of the synthesizer. */
export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await effect("file: run folder", async () => {
    for (const [path, text] of Object.entries(files)) {
      const target = join(folder, inside(path));
      if (dirname(target) !== folder) await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await writeFile(target, text, { mode: 0o600 });
    }
  });
}

function inside(path: string): string {
  const clean = normalize(path);
  if (path !== "" && !clean.startsWith("/") && clean !== ".." && !clean.startsWith("../")) return clean;
  throw new AppError("synth-refused", `The synthesized path ${JSON.stringify(path)} leaves the run's folder.`, {
    path,
  });
}
