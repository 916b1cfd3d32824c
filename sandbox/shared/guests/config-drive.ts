import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runProgram } from "./run-program.ts";

/** The label by which cloud-init finds the drive on both kinds of cloud. */
const LABEL = "config-2";

/** Writes the files as the ISO 9660 image that both clouds hand to a machine. */
export async function writeConfigDrive(file: string, files: ReadonlyMap<string, string | Buffer>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "twinstack-drive-"));
  try {
    for (const [path, content] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    const names = ["-ldots", "-allow-lowercase", "-allow-multidot", "-l", "-J", "-r"];
    await runProgram("genisoimage", ["-quiet", "-o", file, ...names, "-V", LABEL, folder]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
