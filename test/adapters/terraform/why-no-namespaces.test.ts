import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { whyNoNamespaces } from "../../../src/adapters/terraform/why-no-namespaces.ts";

const program = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ts-settings-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A kernel's settings as `sysctl` names them. */
async function settings(values: Readonly<Record<string, string>>): Promise<string> {
  const place = await mkdtemp(join(folder, "sys-"));
  for (const [name, value] of Object.entries(values)) {
    const file = join(place, name.replaceAll(".", "/"));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${value}\n`);
  }
  return place;
}

test.each([
  ["user.max_user_namespaces", "0", "10000 or more"],
  ["kernel.unprivileged_userns_clone", "0", "sets it to 1"],
  ["kernel.apparmor_restrict_unprivileged_userns", "1", "AppArmor profile"],
])("%s = %s is named with what helps", async (setting, value, remedy) => {
  const place = await settings({ "user.max_user_namespaces": "63000", [setting]: value });

  expect(await whyNoNamespaces(place)).toEqual([expect.stringContaining(`${setting} is ${value}: `)]);
  expect((await whyNoNamespaces(place))[0]).toContain(remedy);
});

test("a kernel that allows namespaces, or has no such setting, is no reason", async () => {
  const place = await settings({
    "user.max_user_namespaces": "63000",
    "kernel.unprivileged_userns_clone": "1",
    "kernel.apparmor_restrict_unprivileged_userns": "0",
  });

  expect(await whyNoNamespaces(place)).toEqual([]);
  expect(await whyNoNamespaces(join(folder, "nothing"))).toEqual([]);
});

test("where the kernel really gives no namespaces, the setting that forbids them is named", async () => {
  const asked = `import { whyNoNamespaces } from "${import.meta.resolve("../../../src/adapters/terraform/why-no-namespaces.ts")}";
    console.log((await whyNoNamespaces()).join());`;
  // The limit holds for what is inside this user namespace only; nothing else on the machine notices.
  const script = 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$0" --input-type=module -e "$1"';

  const { stdout } = await program("unshare", ["-Ur", "sh", "-c", script, process.execPath, asked]);

  expect(stdout).toContain("user.max_user_namespaces is 0");
});
