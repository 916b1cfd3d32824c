import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import type { Workspace } from "../../src/contract/index.ts";
import {
  apply,
  instances,
  makeDataFolder,
  plan,
  removeDataFolder,
  startService,
  submit,
} from "../_helpers/started-service.ts";
import { toolchain } from "../_helpers/toolchain.ts";

const CHECKOUT = resolve(import.meta.dirname, "../..");
const run = promisify(execFile);
const TWIN = `
name: treasure
profile: blank
access: { generateKeyPair: true }
placement: { standby: { mode: running } }
`;

/** What an operator types: `npx twinstack admin …` on the machine of the service. */
async function admin(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(toolchain().nodePath, [join(CHECKOUT, "server/admin/main.ts"), ...args], {
    cwd: CHECKOUT,
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: folder,
      TWINSTACK_DATA: folder,
      NODE_COMPILE_CACHE: join(tmpdir(), "twinstack-test-compiled"),
    },
  });
  return stdout;
}

test("a lost database comes back from its backup, looks at its clouds first, and goes on", async () => {
  const folder = await makeDataFolder();
  const file = join(folder, "database.backup");
  let service = await startService({ folder });
  try {
    const { workspace } = await submit(service, TWIN);
    await apply(service, await plan(service, workspace.id));
    const machines = (await instances(service)).map(({ instanceId }) => instanceId).sort();
    const written = await admin(folder, "backup", file);
    // What happens after the backup is what a restored service cannot know.
    const waiting = await plan(service, workspace.id, "destroy");
    await service.stop();
    await rm(join(folder, "postgres"), { recursive: true });

    const restored = await admin(folder, "restore", file);
    service = await startService({ folder });
    const { body: list } = await service.api<{ items: Workspace[] }>("GET", "/workspaces");
    const unknown = await service.api("GET", `/runs/${waiting[0]?.id}`);
    const planned = await plan(service, workspace.id);
    const done = await apply(service, planned);
    const second = await plan(service, workspace.id);

    expect(written).toContain("The database is in");
    expect(restored).toContain("2 sites are in quarantine");
    expect(list.items.map(({ id }) => id)).toEqual([workspace.id]);
    expect(unknown.status).toBe(404);
    expect(done.map(({ status }) => ["applied", "planned-and-finished"].includes(status))).toEqual([true, true]);
    expect(second.map(({ status }) => status)).toEqual(["planned-and-finished", "planned-and-finished"]);
    expect((await instances(service)).map(({ instanceId }) => instanceId).sort()).toEqual(machines);
  } finally {
    await service.stop();
    await removeDataFolder(folder);
  }
}, 400_000);
