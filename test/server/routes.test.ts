import { afterEach, expect, test } from "@jest/globals";
import type { App } from "../../server/app.ts";
import { principalNamed } from "../_helpers/principals.ts";
import { IDS } from "../_helpers/samples.ts";
import { buildScriptedApp } from "../_helpers/scripted-app.ts";
import { type Calls, scriptServices, TOKEN } from "../_helpers/scripted-services.ts";

const ANN = principalNamed("ann");
let app: App;
let calls: Calls;

async function build(): Promise<void> {
  const scripted = scriptServices();
  calls = scripted.calls;
  app = await buildScriptedApp(scripted.services);
}

afterEach(() => app.close());

function api(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, payload?: string | object, type?: string) {
  return app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${TOKEN}`, ...(type && { "content-type": type }) },
    ...(payload !== undefined && { payload }),
  });
}

test("a requirement sent as YAML reaches the core as values, for the account of the token", async () => {
  await build();

  const answer = await api("POST", "/workspaces", "name: web\nhardware: { vcpu: 2 }\n", "application/yaml");

  expect(answer.statusCode).toBe(201);
  expect(answer.headers["location"]).toBe(`/api/v1/workspaces/${IDS.workspace}`);
  expect(calls).toEqual([["submit", ANN, { name: "web", hardware: { vcpu: 2 } }]]);
});

test("a requirement reaches the core as it was sent, so that the core names every fault at once", async () => {
  await build();
  const faulty = { name: "WEB", colour: "red", hardware: { vcpu: "two" } };

  const checked = await api("POST", "/requirements/check", faulty);
  const submitted = await api("POST", "/workspaces", faulty);

  expect([checked.statusCode, submitted.statusCode]).toEqual([200, 201]);
  expect(calls).toEqual([
    ["check", ANN, faulty],
    ["submit", ANN, faulty],
  ]);
});

test("a change answers 201 with a new revision and 200 when nothing differs", async () => {
  await build();

  const changed = await api("POST", `/workspaces/${IDS.workspace}/revisions`, { name: "web" });
  const unchanged = await app.inject({
    method: "POST",
    url: `/api/v1/workspaces/${IDS.workspace}/revisions`,
    headers: { authorization: `Bearer ${TOKEN}`, "if-match": '"1"' },
    payload: { name: "web" },
  });

  expect([changed.statusCode, changed.json().outcome, changed.headers["etag"]]).toEqual([201, "changed", '"2"']);
  expect([unchanged.statusCode, unchanged.json().outcome]).toEqual([200, "unchanged"]);
  expect(calls.map((call) => call[4])).toEqual([undefined, 1]);
});

test("every reading route answers its owner", async () => {
  await build();
  const paths = [
    "/profiles",
    "/workspaces",
    `/workspaces/${IDS.workspace}`,
    `/workspaces/${IDS.workspace}/revisions`,
    `/workspaces/${IDS.workspace}/revisions/1`,
    `/workspaces/${IDS.workspace}/terraform?state=true`,
    `/runs?workspaceId=${IDS.workspace}&status=applying`,
    `/runs/${IDS.run}`,
    `/runs/${IDS.run}/plan`,
    `/runs/${IDS.run}/events`,
    `/instances?workspaceId=${IDS.workspace}`,
    "/clouds",
    `/clouds/${IDS.openstack}`,
    `/clouds/${IDS.openstack}/catalog`,
    "/status",
  ];

  const answers = await Promise.all(paths.map((path) => api("GET", path)));

  expect(answers.map((answer, index) => [paths[index], answer.statusCode])).toEqual(paths.map((path) => [path, 200]));
  expect(calls).toContainEqual(["exportTerraform", IDS.workspace, true]);
  expect(calls).toContainEqual([
    "listRuns",
    { workspaceId: IDS.workspace, status: "applying", limit: 101, before: undefined },
  ]);
});

test("runs start, are applied, discarded and canceled, with or without a body", async () => {
  await build();

  const answers = [
    await api("POST", `/workspaces/${IDS.workspace}/runs`),
    await api("POST", `/workspaces/${IDS.workspace}/runs`, { kind: "destroy", sites: ["openstack"], autoApply: true }),
    await api("POST", `/runs/${IDS.run}/apply`, { confirmName: "web" }),
    await api("POST", `/runs/${IDS.run}/discard`),
    await api("POST", `/runs/${IDS.run}/cancel`, { force: true }),
  ];

  expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202, 200, 202]);
  expect(answers[0]?.json().runs).toHaveLength(1);
  expect(calls).toEqual([
    ["startRuns", IDS.workspace, { kind: "apply", autoApply: false }],
    ["startRuns", IDS.workspace, { kind: "destroy", sites: ["openstack"], autoApply: true }],
    ["apply", IDS.run, "web"],
    ["discard", IDS.run],
    ["cancel", IDS.run, true],
  ]);
});

test("clouds are registered, changed, tested, refreshed and removed", async () => {
  await build();
  const registration = {
    kind: "cloudstack",
    name: "west",
    apiUrl: "http://127.0.0.1:8080/client/api",
    zone: "z",
    credentials: { apiKey: "k", secretKey: "s" },
  };

  const answers = [
    await api("POST", "/clouds", registration),
    await api("PATCH", `/clouds/${IDS.openstack}`, { description: "ours" }),
    await api("POST", `/clouds/${IDS.openstack}/test`),
    await api("POST", `/clouds/${IDS.openstack}/catalog/refresh`),
    await api("DELETE", `/clouds/${IDS.openstack}`),
  ];

  expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 200, 200, 200, 204]);
  expect(answers[4]?.body).toBe("");
  expect(calls.map(([name]) => name)).toEqual(["registerCloud", "changeCloud", "refreshCatalog", "removeCloud"]);
});

test("a machine trades its bootstrap token and reports in with its own", async () => {
  await build();
  const site = { workspaceId: IDS.workspace, site: "openstack" };

  const bootstrap = await app.inject({
    method: "POST",
    url: "/machine/v1/bootstrap",
    headers: { authorization: "Bearer once" },
    payload: { ...site, hostKeys: ["ssh-ed25519 AAAA"] },
  });
  const heartbeat = await app.inject({
    method: "POST",
    url: "/machine/v1/heartbeat",
    headers: { authorization: "Bearer machine" },
    payload: { ...site, bootId: "b", uptimeSeconds: 5, firstBootDone: true, gate: "off" },
  });

  expect([bootstrap.statusCode, heartbeat.statusCode]).toEqual([200, 200]);
  expect(calls.map(([name, token]) => [name, token])).toEqual([
    ["bootstrap", "once"],
    ["heartbeat", "machine"],
  ]);
});

test("Terraform's state calls arrive with credential, lock id and the bytes as sent", async () => {
  await build();
  const authorization = `Basic ${Buffer.from(`${IDS.run}:pass:word`).toString("base64")}`;
  const url = `/state/v1/${IDS.workspace}/openstack`;

  const written = await app.inject({
    method: "POST",
    url: `${url}?ID=lock-1`,
    headers: { authorization, "content-type": "application/json", "content-md5": "abc" },
    payload: '{ "serial":  7 }',
  });
  const read = await app.inject({ method: "GET", url, headers: { authorization } });
  const locked = await app.inject({
    method: "LOCK" as "POST",
    url: `${url}/lock`,
    headers: { authorization },
    payload: '{"ID":"lock-1"}',
  });
  const unlocked = await app.inject({ method: "UNLOCK" as "POST", url: `${url}/lock`, headers: { authorization } });

  expect([written, read, locked, unlocked].map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
  expect(read.body).toBe('{"serial":1}');
  const base = { workspaceId: IDS.workspace, site: "openstack", authorization };
  expect(calls).toEqual([
    ["state", "post", { ...base, lockId: "lock-1", contentMd5: "abc", body: '{ "serial":  7 }' }],
    ["state", "get", { ...base, body: "" }],
    ["state", "lock", { ...base, body: '{"ID":"lock-1"}' }],
    ["state", "unlock", { ...base, body: "" }],
  ]);
});

test("the page at / says what this is, that the clouds are a sandbox, and where the API is", async () => {
  await build();

  const answer = await app.inject("/");

  expect(answer.headers["content-type"]).toContain("text/html");
  expect(answer.body).toContain("sandbox");
  expect(answer.body).toContain("/api/openapi.json");
});

test("the probes need no token", async () => {
  await build();

  const live = await app.inject("/livez");
  const ready = await app.inject("/readyz");

  expect([live.json(), ready.json()]).toEqual([
    { status: "ok", waitingFor: [] },
    { status: "ok", waitingFor: [] },
  ]);
});
