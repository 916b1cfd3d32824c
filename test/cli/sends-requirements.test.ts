import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { samplePreview } from "../_helpers/scripted-samples.ts";
import { bench, cli, requirementFile, said, useFreshTerminal } from "./a-terminal.ts";
import { WORKSPACE } from "./sample-answers.ts";

useFreshTerminal();

test("sends the token and the file as it lies on disk", async () => {
  const path = await requirementFile("name: web\n# a comment\n");

  const code = await cli(["validate", path], () => ({
    body: { valid: true, issues: [], requirement: { name: "web" }, deploymentPlan: null, unchanged: false },
  }));

  expect(code).toBe(0);
  expect(bench.service?.seen[0]).toMatchObject({
    method: "POST",
    path: "/api/v1/requirements/check",
    body: "name: web\n# a comment\n",
  });
  expect(bench.service?.seen[0]?.headers).toMatchObject({
    authorization: "Bearer t0ken",
    "content-type": "application/yaml",
  });
});

test("prints every issue with pointer and remedy and leaves with 2", async () => {
  const issues = [
    { pointer: "/hardware/vcpu", code: "too-big", message: "65 is more than 64", remedy: "Ask for at most 64." },
    { pointer: "", code: "unknown-field", message: "there is no field foo", remedy: "Remove it." },
  ];

  const code = await cli(["validate", await requirementFile()], () => ({
    body: { valid: false, issues, requirement: null, deploymentPlan: null, unchanged: false },
  }));

  expect(code).toBe(2);
  expect(said.err.join("\n")).toContain("/hardware/vcpu: 65 is more than 64\n    Ask for at most 64.");
  expect(said.err.join("\n")).toContain("/: there is no field foo");
});

test("submits to the existing workspace of that name and says unchanged", async () => {
  const code = await cli(["submit", await requirementFile()], ({ path }) => {
    if (path.endsWith("/check"))
      return { body: { valid: true, issues: [], requirement: { name: "web" }, deploymentPlan: null, unchanged: true } };
    if (path === "/api/v1/workspaces") return { body: { items: [WORKSPACE] } };
    return { body: { outcome: "unchanged", workspace: WORKSPACE, revision: 2, privateKey: null, warnings: [] } };
  });

  expect(code).toBe(0);
  expect(bench.service?.seen.at(-1)?.path).toBe(`/api/v1/workspaces/${WORKSPACE.id}/revisions`);
  expect(said.out.join("\n")).toContain("web is unchanged (revision 2)");
});

test("shows a generated private key once, on standard output", async () => {
  const code = await cli(["submit", "--new", await requirementFile()], () => ({
    status: 201,
    body: { outcome: "created", workspace: WORKSPACE, revision: 1, privateKey: "PRIVATE", warnings: ["small disk"] },
  }));

  expect(code).toBe(0);
  expect(said.out).toContain("PRIVATE");
  expect(said.err).toContain("warning: small disk");
});

test.each([
  ["a program", "web.yaml", "\u007fELF\0", /web\.yaml is not a text file/],
  ["broken JSON", "web.json", '{"name": "web", }', /web\.json is not valid JSON/],
])("refuses %s before anything is sent", async (_what, name, text, words) => {
  const path = join(bench.folder, name);
  await writeFile(path, text);

  const code = await cli(["validate", path], () => ({}));

  expect(code).toBe(2);
  expect(said.err.join("\n")).toMatch(words);
  expect(bench.service?.seen).toEqual([]);
});

test("names the file that the service could not read", async () => {
  const problem = {
    type: "/problems/malformed-body",
    title: "The body could not be read",
    status: 400,
    detail: "Line 3, column 1: There is a tab before the text; indent with spaces only.",
    code: "malformed-body",
    remedy: "",
    instance: "/x",
    requestId: "r",
  };

  const code = await cli(["validate", await requirementFile()], () => ({ status: 400, body: problem }));

  expect(code).toBe(2);
  expect(said.err[0]).toMatch(/web\.yaml could not be read\. Line 3, column 1: There is a tab/);
});

test("says what a change would mean before and after it is submitted", async () => {
  const preview = samplePreview();
  const report = { valid: true, issues: [], requirement: { name: "web" }, deploymentPlan: null, unchanged: false };
  const answer = ({ path }: { readonly path: string }) => {
    if (path.endsWith("/check")) return { body: { ...report, preview } };
    if (path === "/api/v1/workspaces") return { body: { items: [WORKSPACE] } };
    if (path.endsWith("/revisions/3/preview")) return { body: preview };
    return { body: { outcome: "changed", workspace: WORKSPACE, revision: 3, privateKey: null, warnings: [] } };
  };
  const file = await requirementFile();

  expect(await cli(["validate", file], answer)).toBe(0);
  const before = said.out.join("\n");
  expect(await cli(["submit", file], answer)).toBe(0);

  const words = "2 more GiB of memory (2 → 4): the machine restarts, about a minute";
  expect(before).toContain(words);
  expect(said.out.join("\n").slice(before.length)).toContain(words);
  expect(before).toContain("Cheaper or safer:\n  - Approve the plan when nobody needs the machine.");
});

test("rolls back to the revision before, or to the one that is named", async () => {
  const answer = ({ path }: { readonly path: string }) => {
    if (path === "/api/v1/workspaces") return { body: { items: [WORKSPACE] } };
    if (path.endsWith("/preview")) return { body: samplePreview(3) };
    return { body: { outcome: "changed", workspace: WORKSPACE, revision: 3, privateKey: null, warnings: [] } };
  };
  const asked = () => bench.service?.seen.filter(({ method }) => method === "POST").map(({ path }) => path);

  expect(await cli(["rollback", "web"], answer)).toBe(0);
  expect(asked()).toEqual([`/api/v1/workspaces/${WORKSPACE.id}/revisions/1/restore`]);
  expect(await cli(["rollback", "web", "--to", "2"], answer)).toBe(0);
  expect(asked()).toEqual([`/api/v1/workspaces/${WORKSPACE.id}/revisions/2/restore`]);
  expect(said.out.join("\n")).toContain("asks again for what revision 1 did (revision 3)");
});
