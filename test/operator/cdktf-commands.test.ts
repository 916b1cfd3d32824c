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
import type { CloudOffer } from "../../src/plan/index.ts";
import { openProbe } from "../../tools/openstack-shapes/probe.ts";
import { readOperatorClouds } from "../../tools/operator/operator-clouds.ts";
import { terraformEnv } from "../_helpers/toolchain.ts";
import { compile } from "../plan/_fakes/compile.ts";
import { planOf } from "../plan/_fakes/plans.ts";

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
  return cdktfWith({}, ...args);
}

async function cdktfWith(more: Readonly<Record<string, string>>, ...args: string[]): Promise<string> {
  const options = { env: { ...env, ...more }, maxBuffer: 64 * 1024 * 1024 };
  return (await run(process.execPath, [CDKTF, ...args], options)).stdout;
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

test("deploys a standby on a second OpenStack by its own stack, with that cloud's variables", async () => {
  const second = await startOpenstackSandbox({ port: 0, latency: "instant" });
  try {
    const clouds = await Promise.all([offerOf("north", openstack.authUrl), offerOf("east", second.authUrl)]);
    const request = { name: "pair", placement: { main: "north", standby: { cloud: "east", mode: "running" } } };
    const plan = planOf(await compile(request, { clouds }));
    await mkdir(join(folder, "plans"));
    await writeFile(join(folder, "plans", "pair.json"), JSON.stringify(plan));
    const there = { OS_AUTH_URL: second.authUrl, TWINSTACK_PLANS: join(folder, "plans") };

    const deployed = await cdktfWith(there, "deploy", "pair-openstack-2", "--auto-approve");
    const names = [await serverNames(openstack.authUrl), await serverNames(second.authUrl)];
    const destroyed = await cdktfWith(there, "destroy", "pair-openstack-2", "--auto-approve");

    expect(deployed).toContain("pair-openstack-2\n  instance_id = ");
    expect(names).toEqual([[], ["pair"]]);
    expect(destroyed).toContain("Destroy complete!");
    expect(await serverNames(second.authUrl)).toEqual([]);
  } finally {
    await second.close();
  }
});

async function offerOf(name: string, authUrl: string): Promise<CloudOffer> {
  const { OS_USERNAME, OS_PASSWORD, OS_PROJECT_NAME } = env;
  const [offer] = await readOperatorClouds({ OS_AUTH_URL: authUrl, OS_USERNAME, OS_PASSWORD, OS_PROJECT_NAME });
  if (offer === undefined) throw new Error("the sandbox offers nothing");
  return { ...offer, cloud: { ...offer.cloud, name } };
}

async function serverNames(authUrl: string): Promise<readonly string[]> {
  const demo = await openProbe({ authUrl, username: "demo", password: "demo", projectName: "demo" });
  const { json } = await demo.call("compute", "GET", "/servers");
  return (json["servers"] as { name: string }[]).map(({ name }) => name);
}

test("reports every wrong file with its pointers and makes nothing", async () => {
  await writeFile(join(folder, "machines", "wrong.yaml"), "name: Wrong Name\nhardwear: {}\n");

  const failed = cdktf("synth");

  await expect(failed).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/wrong\.yaml[\s\S]*\/name[\s\S]*\/hardwear/),
  });
});
