import { readFile, writeFile } from "node:fs/promises";
import { listCloudObjects } from "./cloud-objects.ts";
import type { Passages } from "./kill-point.ts";
import { passageFile, type Stand } from "./stand.ts";
import { change, round, submit } from "./story.ts";

/** Lives one story without any blow and says what it passed. */
export async function record(stand: Stand): Promise<Passages> {
  for (const process of ["service", "worker"] as const) await writeFile(passageFile(stand, process), "");
  for (const proxy of Object.values(stand.proxies)) proxy.arm(null);
  const id = await submit(stand, "recorded");
  await round(stand, id, "apply");
  await change(stand, id, "recorded");
  await round(stand, id, "apply");
  await round(stand, id, "destroy");
  const removed = await stand.api("DELETE", `/workspaces/${id}`);
  if (removed.status !== 204) throw new Error(`the recorded story did not end: ${JSON.stringify(removed.body)}`);
  const left = await listCloudObjects(stand.clouds);
  if (left.some(({ name }) => name.startsWith("ts-recorded"))) throw new Error("the recorded story left something");
  return {
    service: lines(await readFile(passageFile(stand, "service"), "utf8")),
    worker: lines(await readFile(passageFile(stand, "worker"), "utf8")),
    engine: Object.values(stand.proxies).flatMap((proxy) => proxy.passed()),
  };
}

function lines(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}
