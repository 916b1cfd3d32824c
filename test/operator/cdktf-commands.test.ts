/** The real `cdktf` commands on a folder of requirement files, on sandbox clouds. Uses cdktf.out of the checkout. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { SANDBOX_CREDENTIALS } from "../../sandbox/cloudstack/seed/credentials.ts";
import { startCloudstackSandbox } from "../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { startOpenstackSandbox } from "../../sandbox/openstack/start-openstack-sandbox.ts";
import { terraformEnv } from "../_helpers/toolchain.ts";

jest.setTimeout(300_000);

const run = promisify(execFile);
const CDKTF = fileURLToPath(new URL("../../tools/operator/cdktf.ts", import.meta.url));
const REQUIREMENT = `
name: twin
profile: small-web-server
hardware: { vcpu: 1, memoryGib: 1, rootDiskGib: 10, volumes: [] }
access: { generateKeyPair: true }
placement: { standby: { mode: running } }
`;

let folder: string;
let env: Record<string, string>;
let openstack: Awaited<ReturnType<typeof startOpenstackSandbox>>;
let cloudstack: Awaited<ReturnType<typeof startCloudstackSandbox>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinstack-cdktf-"));
  openstack = await startOpenstackSandbox({ port: 0, latency: "instant" });
  cloudstack = await startCloudstackSandbox({ port: 0, latency: "instant" });
  env = {
    ...terraformEnv(),
    TWINSTACK_REQUIREMENTS: join(folder, "machines"),
    TWINSTACK_OPERATOR_STATE: join(folder, "state"),
    OS_AUTH_URL: openstack.authUrl,
    OS_USERNAME: "demo",
    OS_PASSWORD: "demo",
    OS_PROJECT_NAME: "demo",
    OS_DOMAIN_NAME: "Default",
    CLOUDSTACK_API_URL: cloudstack.apiUrl,
    CLOUDSTACK_API_KEY: SANDBOX_CREDENTIALS.admin.apiKey,
    CLOUDSTACK_SECRET_KEY: SANDBOX_CREDENTIALS.admin.secretKey,
    CLOUDSTACK_ZONE: "sandbox-zone",
  };
  await mkdir(join(folder, "machines"));
  await writeFile(join(folder, "machines", "twin.yaml"), REQUIREMENT);
});
afterAll(async () => {
  await Promise.all([openstack.close(), cloudstack.close()]);
  await rm(folder, { recursive: true, force: true });
});

async function cdktf(...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [CDKTF, ...args], { env, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

test("deploys a folder to both clouds, finds no difference afterwards, and destroys it again", async () => {
  const deployed = await cdktf("deploy", "--auto-approve");

  expect(deployed).toContain("twin-openstack\n  instance_id = ");
  expect(deployed).toContain("twin-cloudstack\n  instance_id = ");
  expect(await readdir(join(folder, "state"))).toEqual(
    expect.arrayContaining(["twin-cloudstack.tfstate", "twin-openstack.tfstate", "twin.key", "twin.workspace.json"]),
  );

  const difference = await cdktf("diff");

  expect(difference.match(/No changes\./g)).toHaveLength(2);

  const destroyed = await cdktf("destroy", "--auto-approve");

  expect(destroyed.match(/Destroy complete!/g)).toHaveLength(2);
});

test("reports every wrong file with its pointers and makes nothing", async () => {
  await writeFile(join(folder, "machines", "wrong.yaml"), "name: Wrong Name\nhardwear: {}\n");

  const failed = cdktf("synth");

  await expect(failed).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/wrong\.yaml[\s\S]*\/name[\s\S]*\/hardwear/),
  });
});
