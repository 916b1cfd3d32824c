import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { cleanWorkRoot } from "../../../src/adapters/terraform/clean-work-root.ts";
import { IDS } from "../../_helpers/samples.ts";

let workRoot: string;

beforeEach(async () => {
  workRoot = await mkdtemp(join(tmpdir(), "ts-clean-"));
});
afterEach(() => rm(workRoot, { recursive: true, force: true }));

test("removes what killed engines left, but keeps a state that was never handed over", async () => {
  const [planned, applied] = [`runs/${IDS.group}-plan`, `runs/${IDS.run}-apply`].map((name) => join(workRoot, name));
  for (const folder of [planned, applied]) await mkdir(String(folder), { recursive: true });
  await writeFile(join(String(planned), "plan.tfplan"), "cloud-init in clear");
  await writeFile(join(String(applied), "errored.tfstate"), "the only record");

  const kept = await cleanWorkRoot(workRoot);

  const rescued = join(workRoot, "rescued", `${IDS.run}.tfstate`);
  expect(kept).toEqual([rescued]);
  expect(await readdir(join(workRoot, "runs"))).toEqual([]);
  expect(await readFile(rescued, "utf8")).toBe("the only record");
  expect((await stat(rescued)).mode & 0o077).toBe(0);
});

test("has nothing to do in a new folder", async () => {
  expect(await cleanWorkRoot(join(workRoot, "new"))).toEqual([]);
});
