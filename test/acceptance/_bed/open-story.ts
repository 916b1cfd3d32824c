import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@jest/globals";
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
import { note } from "./note.ts";
import { prepareProject } from "./prepare-project.ts";
import { takeInventory } from "./take-inventory.ts";
import { TEST_BED } from "./test-bed.ts";

/** How a command ends that did what it was asked for. */
export const DONE = { code: 0 };

/** The service with the real OpenStack, beside it the sandbox clouds if wanted, and a person at the command line. */
export interface Story {
  readonly folder: string;
  /** What was there before. */
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
  /** Until the machine on the real cloud is seen in that power state. */
  untilPower(name: string, power: Instance["powerState"]): Promise<void>;
  submitted(name: string, text: string): Promise<void>;
  /** Applies and is done; a further plan is empty. */
  applied(name: string): Promise<void>;
  /** Destroyed and forgotten. */
  gone(name: string): Promise<void>;
  /** What is there after the story; tells the report. */
  left(): Promise<readonly string[]>;
  killService(): Promise<void>;
  restartService(): Promise<void>;
  close(): Promise<void>;
}

export interface StoryOptions {
  /** As the report calls it. */
  readonly title: string;
  readonly sandbox?: boolean;
  /** What must be the same before and after; left out: demo's project. */
  readonly inventory?: () => Promise<readonly string[]>;
}

export async function openStory({ title, sandbox = false, inventory = takeInventory }: StoryOptions): Promise<Story> {
  await prepareProject(TEST_BED);
  const before = await inventory();
  const folder = await makeDataFolder();
  const files = join(folder, "story");
  await mkdir(files);
  const start = () => startService({ folder, env: { TWINSTACK_SANDBOX: sandbox ? "on" : "off" } });
  let service = await start();
  const twinstack = makeCommandLine(folder);
  const made = new Set<string>();
  const write = async (name: string, text: string) => {
    await writeFile(join(files, name), text);
    return join(files, name);
  };
  const machine = async (name: string) =>
    (await instances(service)).find((instance) => instance.name === name && !instance.sandbox);
  return {
    folder,
    before,
    service: () => service,
    twinstack,
    write,
    machine,
    newestRun: (name) => newestRun(service, name),
    untilApplying: (name) => until(async () => (await newestRun(service, name))?.status === "applying", 60_000),
    untilPower: (name, power) => until(async () => (await machine(name))?.powerState === power, 60_000),
    async submitted(name, text) {
      expect(await twinstack("submit", await write(`${name}.yaml`, text))).toMatchObject(DONE);
    },
    async applied(name) {
      expect(await twinstack("apply", name, "--yes", "--confirm", name)).toMatchObject(DONE);
      for (const line of await inventory()) made.add(line);
      expect(await twinstack("diff", name, "--exit-code")).toMatchObject(DONE);
      note({ kind: "applied", name });
    },
    async gone(name) {
      expect(await twinstack("destroy", name, "--confirm", name)).toMatchObject(DONE);
      expect(await twinstack("remove", name)).toMatchObject(DONE);
    },
    async left() {
      const after = await inventory();
      const left = after.filter((line) => !before.includes(line)).length;
      const own = [...made].filter((line) => !before.includes(line)).length;
      note({ kind: "cloud", story: title, before: before.length, made: own, after: after.length, left });
      return after;
    },
    killService: () => service.kill(),
    async restartService() {
      service = await start();
    },
    async close() {
      await service.stop();
      await removeDataFolder(folder);
    },
  };
}

async function newestRun(service: StartedService, name: string): Promise<Run | undefined> {
  const { items } = (await service.api<{ items: Run[] }>("GET", "/runs")).body;
  const runs = items.filter(({ workspaceName, site }) => workspaceName === name && site === "openstack");
  return runs.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
}
