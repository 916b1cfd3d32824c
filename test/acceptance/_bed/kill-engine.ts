import { engineProcesses } from "../../_helpers/engine-processes.ts";
import { until } from "../../_helpers/until.ts";
import type { Story } from "./open-story.ts";
import { logIn } from "./openstack-session.ts";
import { TEST_BED, type TestBed } from "./test-bed.ts";

/** Kills Terraform and its provider in the moment in which the real cloud fulfils the condition. */
export async function killEngineWhen(story: Story, seen: () => Promise<boolean>): Promise<void> {
  await until(seen, 120_000);
  const root = story.service().child.pid ?? 0;
  for (const pid of await engineProcesses(root)) process.kill(pid, "SIGKILL");
}

/** Nova's word for the state of a server of demo's project, `undefined` without such a server. */
export async function serverStatus(name: string, bed: TestBed = TEST_BED): Promise<string | undefined> {
  const demo = await logIn("demo", bed);
  const { servers } = await demo.request<{ servers: { name: string; status: string }[] }>(
    "compute",
    "GET",
    "/servers/detail",
  );
  return servers.find((server) => server.name === name)?.status;
}
