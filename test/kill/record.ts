import { readFile, writeFile } from "node:fs/promises";
import { listCloudObjects } from "./cloud-objects.ts";
import type { Passages, Passer } from "./kill-point.ts";
import { changePower } from "./power-story.ts";
import { passageFile, type Stand } from "./stand.ts";
import { change, confirm, forget, planRound, round, submit } from "./story.ts";

/** Lives one story without any blow and says what each of its parts passed. */
export async function record(stand: Stand): Promise<Passages> {
  await passedSoFar(stand);
  const id = await submit(stand, "recorded");
  const planned = await planRound(stand, id, "apply");
  const ofSubmit = await passedSoFar(stand);
  await confirm(stand, planned);
  const ofApply = await passedSoFar(stand);
  await change(stand, id, "recorded", "large");
  await round(stand, id, "apply");
  const ofChange = await passedSoFar(stand);
  const wrong = await changePower(stand, id);
  if (wrong.length > 0) throw new Error(wrong.join("; "));
  const ofPower = await passedSoFar(stand);
  await round(stand, id, "destroy");
  const removed = await forget(stand, id);
  if (removed !== null) throw new Error(`the recorded story did not end: ${removed}`);
  const left = await listCloudObjects(stand.clouds);
  if (left.some(({ name }) => name.startsWith("ts-recorded"))) throw new Error("the recorded story left something");
  return { submit: ofSubmit, apply: ofApply, change: ofChange, power: ofPower, destroy: await passedSoFar(stand) };
}

/** What was passed since the last time; counting begins anew. */
export async function passedSoFar(stand: Stand): Promise<Readonly<Record<Passer, readonly string[]>>> {
  const passed = {
    service: await taken(stand, "service"),
    worker: await taken(stand, "worker"),
    engine: Object.values(stand.proxies).flatMap((proxy) => proxy.passed()),
  };
  for (const proxy of Object.values(stand.proxies)) proxy.arm(null);
  return passed;
}

/** The same of the processes of ours alone, as `passer | boundary`: it leaves the counting on the way to the clouds as it is. */
export async function passedSince(stand: Stand): Promise<readonly string[]> {
  const [service, worker] = [await taken(stand, "service"), await taken(stand, "worker")];
  return [...service.map((one) => `service | ${one}`), ...worker.map((one) => `worker | ${one}`)];
}

async function taken(stand: Stand, process: "service" | "worker"): Promise<readonly string[]> {
  const file = passageFile(stand, process);
  const text = await readFile(file, "utf8").catch(() => "");
  await writeFile(file, "");
  return text.split("\n").filter((line) => line !== "");
}
