import { readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "@jest/globals";
import { describeApi } from "../../server/describe-api.ts";
import { PROBLEMS } from "../../src/contract/index.ts";
import { renderApiDocs } from "../../tools/generate-api-docs.ts";
import { buildScriptedApp } from "../_helpers/scripted-app.ts";
import { scriptServices } from "../_helpers/scripted-services.ts";

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: object }>>;
}
interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>>; readonly securitySchemes: object };
}

let document: Document;
let operations: readonly (readonly [name: string, path: string, operation: Operation])[];

beforeAll(async () => {
  document = (await describeApi("0.1.0")) as unknown as Document;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, path, operation] as const),
  );
});

test("the stored documents are what the program describes now", async () => {
  const fresh = await renderApiDocs();

  for (const [path, text] of Object.entries(fresh)) {
    const stored = await readFile(new URL(`../../${path}`, import.meta.url), "utf8");
    // Comparing booleans keeps a failure readable; the remedy is to run the generator.
    expect([path, stored === text, "node tools/generate-api-docs.ts"]).toEqual([
      path,
      true,
      "node tools/generate-api-docs.ts",
    ]);
  }
});

test("it is OpenAPI 3.1 with a name for every operation, and none twice", () => {
  const ids = operations.map(([, , operation]) => operation.operationId);

  expect(document.openapi).toBe("3.1.0");
  expect(document.info.version).toBe("0.1.0");
  expect(ids.every((id) => /^[a-z][A-Za-z]+$/.test(id ?? ""))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(operations.filter(([, , operation]) => !operation.summary)).toEqual([]);
});

test("every reference leads somewhere, and every schema is reached", () => {
  const text = JSON.stringify(document);
  const names = new Set([...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name));

  expect([...names].sort()).toEqual(Object.keys(document.components.schemas).sort());
  expect(names.size).toBeGreaterThan(20);
});

test("every parameter of a path is declared and required", () => {
  for (const [name, path, operation] of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === "path" && parameter.required);
    expect([name, declared.map((parameter) => parameter.name)]).toEqual([name, inPath]);
  }
});

test("nothing is written in OpenAPI 3.0's words", () => {
  const text = JSON.stringify(document);

  expect(text).not.toContain('"nullable"');
  expect(text).not.toMatch(/"exclusiveM(in|ax)imum":(true|false)/);
});

test("whatever needs a token says which, and tells how it refuses", () => {
  for (const [name, path, operation] of operations.filter(([, path]) => /^\/(api\/v1|state|machine)\//.test(path))) {
    expect([name, operation.security?.length]).toEqual([name, 1]);
    expect([name, Object.keys(operation.responses)]).toEqual([name, expect.arrayContaining(["4XX", "5XX"])]);
    expect(path).not.toContain(":");
  }
});

test("every route that answers is described", async () => {
  const app = await buildScriptedApp(scriptServices().services);
  const answering: string[] = [];
  try {
    await app.ready();
    // OpenAPI has no words for a WebSocket; docs/terminals.md describes this one.
    const tree = app.printRoutes({ commonPrefix: false }).replace(/stream \(GET, HEAD\)/, "stream");
    answering.push(...[...tree.matchAll(/\(([A-Z, ]+)\)/g)].flatMap(([, methods]) => (methods ?? "").split(", ")));
  } finally {
    await app.close();
  }

  const described = answering.filter((method) => !["HEAD", "LOCK", "UNLOCK"].includes(method));
  expect(described.length).toBe(operations.length);
});

test("the problem page names every problem with its status and remedy", async () => {
  const page = (await renderApiDocs())["docs/problems.md"] ?? "";

  for (const [code, { status, remedy }] of Object.entries(PROBLEMS)) {
    expect(page).toContain(`## ${code}\n\n`);
    expect(page).toContain(`HTTP ${status};`);
    expect(page).toContain(remedy);
  }
});

test("media types are named where they are not JSON, and patterns are ones that most languages can read", () => {
  const typesOf = (method: string, path: string, status: string) =>
    Object.keys(document.paths[path]?.[method]?.responses[status]?.content ?? {}).sort();

  expect(typesOf("get", "/", "200")).toEqual(["text/html"]);
  expect(typesOf("get", "/metrics", "200")).toEqual(["text/plain"]);
  expect(typesOf("get", "/api/v1/runs/{id}/events", "200")).toEqual(["application/json", "text/event-stream"]);
  expect(typesOf("get", "/state/v1/{workspaceId}/{site}", "4XX")).toEqual([
    ...["application/json", "application/problem+json", "text/plain"],
  ]);
  expect(JSON.stringify(document)).not.toMatch(/\\\\p\{|\\\\0/);
});
