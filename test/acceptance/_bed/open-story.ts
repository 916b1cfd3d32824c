import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Instance, Run } from "../../../src/contract/index.ts";
import {
  instances,
  makeDataFolder,
  removeDataFolder,
  type StartedService,
  startService,
} from "../../_helpers/started-service.ts";
import { until } from "../../_helpers/until.ts";
import { type CommandEnd, makeCommandLine } from "./command-line.ts";
import { prepareProject } from "./prepare-project.ts";
import { takeInventory } from "./take-inventory.ts";
import { TEST_BED } from "./test-bed.ts";

/** The service with its sandbox clouds, beside them the real OpenStack as `real`, and a person at the command line. */
export interface Story {
  readonly folder: string;
  /** What demo's project held before. */
  readonly before: readonly string[];
  readonly service: () => StartedService;
  twinstack(...args: readonly string[]): Promise<CommandEnd>;
  /** Writes a file of the story and gives its path. */
  write(name: string, text: string): Promise<string>;
  /** Facts of the machine on the real cloud, read now. */
  machine(name: string): Promise<Instance | undefined>;
  newestRun(name: string): Promise<Run | undefined>;
  /** Until the newest run of the machine is being applied. */
  untilApplying(name: string): Promise<void>;
  killService(): Promise<void>;
  restartService(): Promise<void>;
  close(): Promise<void>;
}

export interface Credentials {
  readonly type: "password" | "application-credential";
  readonly [field: string]: string;
}

const OF_DEMO: Credentials = {
  type: "password",
  username: "demo",
  password: TEST_BED.password,
  projectName: "demo",
};

export async function openStory(): Promise<Story> {
  await prepareProject();
  const before = await takeInventory();
  const folder = await makeDataFolder();
  const files = join(folder, "story");
  await mkdir(files);
  let service = await start(folder);
  const story: Story = {
    folder,
    before,
    service: () => service,
    twinstack: makeCommandLine(folder),
    async write(name, text) {
      await writeFile(join(files, name), text);
      return join(files, name);
    },
    async machine(name) {
      return (await instances(service)).find((instance) => instance.name === name && !instance.sandbox);
    },
    newestRun: (name) => newestRun(service, name),
    untilApplying: (name) => until(async () => (await newestRun(service, name))?.status === "applying", 60_000),
    killService: () => service.kill(),
    async restartService() {
      service = await start(folder);
    },
    async close() {
      await service.stop();
      await removeDataFolder(folder);
    },
  };
  return story;
}

function start(folder: string): Promise<StartedService> {
  return startService({ folder, env: { TWINSTACK_SANDBOX: "on" } });
}

/** The registration file of the real cloud, as docs/clouds.md describes it. */
export function registration(name = "real", credentials: Credentials = OF_DEMO): string {
  const { authUrl, region } = TEST_BED;
  return JSON.stringify({ kind: "openstack", name, authUrl, region, credentials });
}

async function newestRun(service: StartedService, name: string): Promise<Run | undefined> {
  const { items } = (await service.api<{ items: Run[] }>("GET", "/runs")).body;
  const runs = items.filter(({ workspaceName, site }) => workspaceName === name && site === "openstack");
  return runs.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
}
