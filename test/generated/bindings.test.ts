import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { ALLOWED_TYPES, BUCKET_RULES, TENANT_RULES } from "../../stacks/allow-list.ts";
import { BINDING_SUBSET } from "../../tools/generate-bindings/binding-subset.ts";

const run = promisify(execFile);
const GENERATED = fileURLToPath(new URL("../../generated", import.meta.url));
const GENERATE = fileURLToPath(new URL("../../tools/generate-bindings/generate-bindings.ts", import.meta.url));

async function contents(folder: string): Promise<Record<string, string>> {
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith(".ts")).sort();
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(folder, path), "utf8")] as const)),
  );
}

test("the committed bindings are what the pinned schemas give", async () => {
  const fresh = await mkdtemp(join(tmpdir(), "twinstack-generated-"));
  try {
    await run(process.execPath, [GENERATE, fresh]);

    const [committed, regenerated] = await Promise.all([contents(GENERATED), contents(fresh)]);

    expect(Object.keys(regenerated)).toEqual(Object.keys(committed));
    for (const [path, text] of Object.entries(regenerated))
      expect([path, text === committed[path]]).toEqual([path, true]);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
});

test("the bindings name cdktf and are out of the main type check's reach", async () => {
  for (const text of Object.values(await contents(GENERATED))) {
    expect(text.startsWith("// @ts-nocheck")).toBe(true);
    expect(text).toContain("import * as cdktf from 'cdktf';");
    expect(text).not.toContain("cdktn.");
  }
});

test("no binding has a property for a credential", async () => {
  const providers = Object.entries(await contents(GENERATED)).filter(([path]) => path.endsWith("provider.ts"));

  expect(providers).toHaveLength(2);
  for (const [, text] of providers) expect(text).not.toMatch(/password|secret|apiKey|token\?/i);
});

test("there is a binding for exactly the providers' element types that are allowed", () => {
  const bound = BINDING_SUBSET.flatMap(({ elementTypes }) => elementTypes);

  const allowed = new Set([...ALLOWED_TYPES, ...TENANT_RULES.types, ...BUCKET_RULES.types]);
  expect([...new Set([...bound, "terraform_data"])].sort()).toEqual([...allowed].sort());
});
