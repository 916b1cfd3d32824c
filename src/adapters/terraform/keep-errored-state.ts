import { chmod, mkdir, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { effect } from "../../kernel/effect.ts";
import { errorCode } from "./error-code.ts";

/** In the working directory, where Terraform leaves it. */
export const ERRORED_STATE = "errored.tfstate";

/**
 * When the backend does not take the state, Terraform leaves it in its working directory: the only record of what was
 * made. Moved to a folder of its own, where only this user may read it. An empty file is the place kept for one in the
 * engine's jail.
 *
 * @returns where it is now; null when there is none
 */
export async function keepErroredState(workRoot: string, folder: string, runId: string): Promise<string | null> {
  const left = join(folder, ERRORED_STATE);
  const kept = join(workRoot, "rescued", `${runId}.tfstate`);
  try {
    if ((await stat(left)).size === 0) return null;
    await chmod(left, 0o600);
    await mkdir(join(workRoot, "rescued"), { recursive: true, mode: 0o700 });
    await effect("file: keep errored state", () => rename(left, kept));
    return kept;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}
