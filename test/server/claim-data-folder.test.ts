import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { claimDataFolder } from "../../server/start/claim-data-folder.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinstack-claim-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("a free folder is claimed, published and given back", async () => {
  const claim = await claimDataFolder(folder);
  if (claim.kind !== "ours") throw new Error("the folder was free");
  await claim.publish("http://127.0.0.1:4680");
  const published: unknown = JSON.parse(await readFile(join(folder, "service.json"), "utf8"));

  claim.release();

  expect(published).toEqual({ pid: process.pid, url: "http://127.0.0.1:4680" });
  expect((await claimDataFolder(folder)).kind).toBe("ours");
});

test("the claim of an instance that was killed is taken over", async () => {
  const gone = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => gone.on("exit", resolve));
  await writeFile(join(folder, "service.json"), JSON.stringify({ pid: gone.pid, url: "http://127.0.0.1:9" }));

  const claim = await claimDataFolder(folder);

  expect(claim.kind).toBe("ours");
});

test("a claim whose process number now belongs to another program is taken over", async () => {
  const stranger = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  try {
    await writeFile(join(folder, "service.json"), JSON.stringify({ pid: stranger.pid, url: null }));

    const claim = await claimDataFolder(folder);

    expect(claim.kind).toBe("ours");
  } finally {
    stranger.kill();
  }
});

test("a claim that was cut off while being written is taken over", async () => {
  await writeFile(join(folder, "service.json"), '{"pid": 1');

  const claim = await claimDataFolder(folder);

  expect(claim.kind).toBe("ours");
});
