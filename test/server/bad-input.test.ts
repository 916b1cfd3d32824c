import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { App } from "../../server/app.ts";
import { ProblemDetails } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { IDS } from "../_helpers/samples.ts";
import { buildScriptedApp } from "../_helpers/scripted-app.ts";
import { scriptServices, TOKEN } from "../_helpers/scripted-services.ts";

const auth = { authorization: `Bearer ${TOKEN}` };
const json = { "content-type": "application/json" };
const yaml = { "content-type": "application/yaml" };
const FOREIGN = "99999999-9999-4999-8999-999999999999";
let app: App;

beforeEach(async () => {
  app = await buildScriptedApp(scriptServices().services);
});
afterEach(() => app.close());

type Answer = Awaited<ReturnType<App["inject"]>>;

/** Asserts the media type and shape of a problem, and gives what differs from case to case. */
function problemOf(answer: Answer): ProblemDetails {
  expect(answer.headers["content-type"]).toContain("application/problem+json");
  const problem = ProblemDetails.parse(answer.json());
  expect(problem.status).toBe(answer.statusCode);
  expect(problem.type).toBe(`/problems/${problem.code}`);
  expect(problem.requestId).toBe(answer.headers["x-request-id"]);
  expect(problem.remedy).not.toBe("");
  return problem;
}

test.each([
  ["no token", {}],
  ["a wrong token", { authorization: "Bearer guess" }],
  ["another scheme", { authorization: `Basic ${TOKEN}` }],
])("%s opens nothing", async (_name, headers) => {
  const answer = await app.inject({ url: "/api/v1/workspaces", headers });

  expect(problemOf(answer)).toMatchObject({ status: 401, code: "not-authenticated" });
  expect(answer.headers["www-authenticate"]).toContain("Bearer");
});

test("a strange host name is refused, because a web page elsewhere could have made it up", async () => {
  const answer = await app.inject({ url: "/api/v1/workspaces", headers: { ...auth, host: "rebound.example" } });
  const known = await app.inject({ url: "/api/v1/workspaces", headers: { ...auth, host: "Twin.example:4680" } });

  expect(problemOf(answer)).toMatchObject({ status: 403, code: "not-allowed" });
  expect(known.statusCode).toBe(200);
});

test.each([
  ["broken JSON", json, '{"name": "web"', "malformed-body", 400],
  ["an empty JSON body", json, "", "malformed-body", 400],
  ["broken YAML", yaml, "name: [web", "malformed-body", 400],
  ["a YAML bomb", yaml, yamlBomb(), "malformed-body", 400],
  ["a body of 300 KiB", json, JSON.stringify({ name: "x".repeat(300 * 1024) }), "body-too-large", 413],
  ["a YAML body of 300 KiB", yaml, `name: ${"x".repeat(300 * 1024)}`, "body-too-large", 413],
  ["an unknown content type", { "content-type": "application/xml" }, "<a/>", "unsupported-media-type", 415],
  ["a form", { "content-type": "application/x-www-form-urlencoded" }, "a=b", "unsupported-media-type", 415],
  ["plain text", { "content-type": "text/plain" }, "name: shop", "unsupported-media-type", 415],
  ["a prototype in JSON", json, '{"__proto__": {"admin": true}}', "malformed-body", 400],
] as const)("%s is refused at the door", async (_name, type, payload, code, status) => {
  const answer = await app.inject({
    method: "POST",
    url: "/api/v1/workspaces",
    headers: { ...auth, ...type },
    payload,
  });

  expect(problemOf(answer)).toMatchObject({ code, status });
});

function yamlBomb(): string {
  const levels = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const lines = levels.map((name, index) => {
    const inner = index === 0 ? '"lol"' : `*${levels[index - 1]}`;
    return `${name}: &${name} [${Array.from({ length: 9 }, () => inner).join(",")}]`;
  });
  return lines.join("\n");
}

test("an unknown field and a wrong type in a plain body are both named", async () => {
  const answer = await app.inject({
    method: "POST",
    url: `/api/v1/workspaces/${IDS.workspace}/runs`,
    headers: auth,
    payload: { kind: "erase", hurry: true },
  });

  const problem = problemOf(answer);
  expect(problem).toMatchObject({ status: 422, code: "validation-failed" });
  expect(problem.issues?.map(({ pointer }) => pointer).sort()).toEqual(["/hurry", "/kind"]);
});

test("an unknown query parameter is named instead of ignored", async () => {
  const answer = await app.inject({ url: "/api/v1/runs?stauts=planned", headers: auth });

  expect(problemOf(answer).issues).toMatchObject([{ pointer: "/stauts", code: "unknown-field" }]);
});

test.each([
  ["GET", `/workspaces/${FOREIGN}`],
  ["DELETE", `/workspaces/${FOREIGN}`],
  ["GET", `/workspaces/${FOREIGN}/revisions`],
  ["GET", `/workspaces/${FOREIGN}/revisions/1`],
  ["POST", `/workspaces/${FOREIGN}/revisions`],
  ["POST", `/workspaces/${FOREIGN}/runs`],
  ["GET", `/workspaces/${FOREIGN}/terraform`],
  ["GET", `/runs/${FOREIGN}`],
  ["GET", `/runs/${FOREIGN}/plan`],
  ["GET", `/runs/${FOREIGN}/events`],
  ["POST", `/runs/${FOREIGN}/apply`],
  ["POST", `/runs/${FOREIGN}/discard`],
  ["POST", `/runs/${FOREIGN}/cancel`],
  ["GET", `/clouds/${FOREIGN}`],
  ["DELETE", `/clouds/${FOREIGN}`],
  ["GET", `/clouds/${FOREIGN}/catalog`],
  ["GET", "/workspaces/not-a-uuid"],
  ["POST", "/workspaces/not-a-uuid/revisions"],
] as const)("%s %s is not found, whether it is somebody else's or nobody's", async (method, path) => {
  const answer = await app.inject({
    method,
    url: `/api/v1${path}`,
    headers: auth,
    ...(method === "POST" && { payload: {} }),
  });

  expect(problemOf(answer)).toMatchObject({ status: 404, code: "not-found" });
});

test("a known address asked in a wrong way says which ways there are", async () => {
  const answer = await app.inject({ method: "PUT", url: `/api/v1/workspaces/${IDS.workspace}`, headers: auth });

  expect(problemOf(answer)).toMatchObject({ status: 405, code: "method-not-allowed" });
  expect(answer.headers["allow"]).toBe("DELETE, GET, HEAD");
});

test("an unknown address is not found", async () => {
  const answer = await app.inject({ url: "/api/v2/anything" });

  expect(problemOf(answer)).toMatchObject({ status: 404, code: "not-found" });
});

test("an address that cannot be decoded is a problem like any other", async () => {
  const answer = await app.inject({ url: "/api/v1/workspaces/%E0%A4%A", headers: auth });

  expect(problemOf(answer).status).toBe(404);
});

test("an If-Match that is no revision is refused", async () => {
  const answer = await app.inject({
    method: "POST",
    url: `/api/v1/workspaces/${IDS.workspace}/revisions`,
    headers: { ...auth, "if-match": "soon" },
    payload: { name: "web" },
  });

  expect(problemOf(answer)).toMatchObject({ status: 422, issues: [{ code: "wrong-header" }] });
});

test.each([
  ["submit", "POST", "/workspaces", new AppError("name-taken", "Taken.", { name: "web" }), 409],
  [
    "startRuns",
    "POST",
    `/workspaces/${IDS.workspace}/runs`,
    new AppError("run-active", "Busy.", { runId: IDS.run }),
    409,
  ],
  ["apply", "POST", `/runs/${IDS.run}/apply`, new AppError("illegal-transition", "It is applied."), 409],
  ["apply", "POST", `/runs/${IDS.run}/apply`, new AppError("approval-required", "Say its name."), 409],
  ["removeWorkspace", "DELETE", `/workspaces/${IDS.workspace}`, new AppError("workspace-not-empty", "Machines."), 409],
  ["removeCloud", "DELETE", `/clouds/${IDS.openstack}`, new AppError("cloud-in-use", "Used."), 409],
  ["refreshCatalog", "POST", `/clouds/${IDS.openstack}/catalog/refresh`, new AppError("cloud-unreachable", "No."), 502],
  ["listWorkspaces", "GET", "/workspaces", new Error("connection lost"), 503],
  ["listWorkspaces", "GET", "/workspaces", new Error("canary of a stack trace"), 500],
] as const)("what %s refuses reaches the caller as a problem", async (name, method, path, failure, status) => {
  await app.close();
  app = await buildScriptedApp(scriptServices({ fail: { [name]: failure } }).services);

  const answer = await app.inject({
    method,
    url: `/api/v1${path}`,
    headers: auth,
    ...(method === "POST" && { payload: {} }),
  });

  const problem = problemOf(answer);
  expect(problem.status).toBe(status);
  if (failure instanceof AppError) expect(problem).toMatchObject({ code: failure.code, detail: failure.message });
  expect(answer.body).not.toContain("canary");
});

test("facts of a refusal are shown apart from its issues", async () => {
  await app.close();
  const failure = new AppError("validation-failed", "Two.", {
    name: "web",
    issues: [{ pointer: "/name", code: "c", message: "m", remedy: "r" }],
  });
  app = await buildScriptedApp(scriptServices({ fail: { submit: failure } }).services);

  const answer = await app.inject({ method: "POST", url: "/api/v1/workspaces", headers: auth, payload: {} });

  expect(problemOf(answer)).toMatchObject({ facts: { name: "web" }, issues: [{ pointer: "/name" }] });
});

test("every answer forbids framing, sniffing and caching", async () => {
  const answer = await app.inject("/livez");

  expect(answer.headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
  });
});

test("a machine without a token is refused", async () => {
  const answer = await app.inject({
    method: "POST",
    url: "/machine/v1/heartbeat",
    payload: {
      workspaceId: IDS.workspace,
      site: "openstack",
      bootId: "b",
      uptimeSeconds: 1,
      firstBootDone: true,
      gate: "off",
    },
  });

  expect(problemOf(answer)).toMatchObject({ status: 401, code: "not-authenticated" });
});
