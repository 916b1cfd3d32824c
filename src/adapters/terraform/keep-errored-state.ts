import { chmod, mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "./error-code.ts";

/**
 * When the backend does not take the state, Terraform leaves it in its working directory: the only record of what was
 * made. Moved to a folder of its own, where only this user may read it.
 *
 * @returns where it is now; null when there is none
 */
export async function keepErroredState(workRoot: string, folder: string, runId: string): Promise<string | null> {
  const left = join(folder, "errored.tfstate");
  const kept = join(workRoot, "rescued", `${runId}.tfstate`);
  try {
    await chmod(left, 0o600);
    await mkdir(join(workRoot, "rescued"), { recursive: true, mode: 0o700 });
    await rename(left, kept);
    return kept;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}
