import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { engineIn } from "./engine-record.ts";
import { keepErroredState } from "./keep-errored-state.ts";
import { keepReport } from "./keep-report.ts";

/**
 * Removes what engines of a service that was killed left behind: working directories hold plans and cloud-init in clear.
 * A state that Terraform could not hand over is kept, and an engine that is still at work is left to whoever takes its
 * run over. Only for a service that has the folder to itself, before it starts its worker.
 *
 * @returns paths of states that were kept now
 */
export async function cleanWorkRoot(workRoot: string): Promise<readonly string[]> {
  const runs = join(workRoot, "runs");
  await mkdir(runs, { recursive: true, mode: 0o700 });
  const kept: string[] = [];
  for (const name of await readdir(runs)) {
    const folder = join(runs, name);
    if ((await engineIn(folder)) !== null) continue;
    const path = await keepErroredState(workRoot, folder, name.replace(/-(plan|apply)$/, ""));
    if (path !== null) kept.push(path);
    if (name.endsWith("-apply")) await keepReport(workRoot, folder, name.replace(/-apply$/, ""));
    await rm(folder, { recursive: true, force: true });
  }
  return kept;
}
