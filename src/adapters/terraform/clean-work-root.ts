import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { engineIn } from "./engine-record.ts";
import { keepErroredState } from "./keep-errored-state.ts";
import { keepReport } from "./keep-report.ts";

/**
 * Removes what engines of a service that was killed left behind: working directories hold plans and cloud-init in clear.
 * A state that Terraform could not hand over is kept, and an engine that is still at work is left to whoever takes its
 * run over. What another worker on the same folder works on is left alone.
 *
 * @param heldRuns which of the runs are in a worker's hands
 * @returns paths of states that were kept now
 */
export async function cleanWorkRoot(
  workRoot: string,
  heldRuns: (runIds: readonly string[]) => Promise<ReadonlySet<string>> = async () => new Set(),
): Promise<readonly string[]> {
  const runs = join(workRoot, "runs");
  await mkdir(runs, { recursive: true, mode: 0o700 });
  const kept: string[] = [];
  const names = await readdir(runs);
  const held = await heldRuns(names.map(runOf).filter((id) => RUN_ID.test(id)));
  for (const name of names) {
    const folder = join(runs, name);
    if (held.has(runOf(name))) continue;
    if ((await engineIn(folder)) !== null) continue;
    const path = await keepErroredState(workRoot, folder, runOf(name));
    if (path !== null) kept.push(path);
    if (name.endsWith("-apply")) await keepReport(workRoot, folder, name.replace(/-apply$/, ""));
    await rm(folder, { recursive: true, force: true });
  }
  return kept;
}

const RUN_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function runOf(folderName: string): string {
  return folderName.replace(/-(plan|apply)$/, "");
}
