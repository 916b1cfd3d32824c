import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type {
  BootstrapAnswer,
  HeartbeatAnswer,
  ProblemDetails,
  Revision,
  Run,
  SubmissionReceipt,
} from "../../src/contract/index.ts";
import {
  makeDataFolder,
  plan,
  removeDataFolder,
  type StartedService,
  startService,
  submit,
} from "../_helpers/started-service.ts";

const CANARY = "canary-of-a-secret-file";
const YAML = `
name: keeper
profile: blank
access: { generateKeyPair: true, password: "a long word of the owner 1" }
software:
  files:
    - { path: /etc/app.key, content: "${CANARY}", owner: "root:root", permissions: "0600", secret: true }
placement: { standby: { mode: running } }
`;
let folder: string;
let service: StartedService;
let receipt: SubmissionReceipt;
let revision: Revision;

beforeAll(async () => {
  folder = await makeDataFolder();
  // A name that machines could reach; the test itself goes to the loopback address.
  service = await startService({ folder, env: { TWINSTACK_PUBLIC_URL: "http://twin.example:4680" } });
  receipt = await submit(service, YAML);
  revision = (await service.api<Revision>("GET", `/workspaces/${receipt.workspace.id}/revisions/1`)).body;
}, 180_000);

afterAll(async () => {
  await service?.stop();
  await removeDataFolder(folder);
}, 60_000);

async function machine<T>(path: string, token: string, body: object): Promise<{ status: number; body: T }> {
  const response = await fetch(`${service.url}/machine/v1/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as T };
}

function userDataOf(site: string): string {
  const userData = revision.deploymentPlan.sites.find(({ cloud }) => cloud === site)?.userData;
  if (userData?.encoding === "plain") return userData.content;
  return gunzipSync(Buffer.from(userData?.content ?? "", "base64")).toString("utf8");
}

/** Tokens are 256 random bits in base64url; the one whose hash the service knows is the bootstrap token. */
function tokensIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/(?<![\w-])[\w-]{43}(?![\w-])/g)].map(([token]) => token))];
}

test("a secret file's content is in no user data, plan or export, only its digest", async () => {
  const runs = await plan(service, receipt.workspace.id);
  const plans = await Promise.all(runs.map((run: Run) => service.api("GET", `/runs/${run.id}/plan`)));
  const exported = await service.api("GET", `/workspaces/${receipt.workspace.id}/terraform?state=true`);

  const everything = JSON.stringify([revision, plans, exported, userDataOf("openstack"), userDataOf("cloudstack")]);
  expect(everything).not.toContain(CANARY);
  expect(JSON.stringify(revision.requirement)).toContain(createHash("sha256").update(CANARY).digest("hex"));
}, 120_000);

test("the machine's bootstrap token opens its secrets once, and then its own token reports in", async () => {
  const site = { workspaceId: receipt.workspace.id, site: "openstack" };
  const first = { ...site, hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA host"] };
  const tokens = tokensIn(userDataOf("openstack"));
  const tries = [];
  for (const token of tokens) tries.push({ token, ...(await machine<BootstrapAnswer>("bootstrap", token, first)) });
  const opened = tries.find(({ status }) => status === 200);

  const again = await machine("bootstrap", opened?.token ?? "", first);
  const beat = { ...site, bootId: "b", uptimeSeconds: 5, firstBootDone: true, gate: "off" };
  const alive = await machine<HeartbeatAnswer>("heartbeat", opened?.body.machineToken ?? "", beat);
  const stranger = await machine("heartbeat", opened?.token ?? "", beat);

  const [file] = opened?.body.files ?? [];
  expect(file).toMatchObject({ path: "/etc/app.key", owner: "root:root", permissions: "0600" });
  expect(Buffer.from(file?.contentBase64 ?? "", "base64").toString("utf8")).toBe(CANARY);
  expect(again.status).toBe(401);
  expect([alive.status, alive.body.gate]).toEqual([200, "off"]);
  expect(stranger.status).toBe(401);
});

test("a change that names the file without its content, and no password, keeps both as they are", async () => {
  const path = `/workspaces/${receipt.workspace.id}/revisions`;
  const unsaid = YAML.replace(`content: "${CANARY}", `, "").replace(', password: "a long word of the owner 1"', "");

  const same = await service.api<SubmissionReceipt>("POST", path, unsaid);
  const labelled = await service.api<SubmissionReceipt>("POST", path, `${unsaid}labels: { room: a }\n`);
  const kept = (await service.api<Revision>("GET", `${path}/2`)).body.requirement;
  const never = unsaid.replace("/etc/app.key", "/etc/other.key");
  const refused = await service.api<ProblemDetails>("POST", path, never);

  expect([same.status, same.body.outcome]).toEqual([200, "unchanged"]);
  expect([labelled.status, labelled.body.outcome]).toEqual([201, "changed"]);
  expect(kept.access).toEqual(revision.requirement.access);
  expect(kept.access.passwordHash).toMatch(/^\$6\$/);
  expect(kept.software.files).toEqual(revision.requirement.software.files);
  expect([refused.status, refused.body.code]).toEqual([422, "validation-failed"]);
  expect(JSON.stringify(refused.body.issues)).toContain("/software/files/0/content");
}, 60_000);
