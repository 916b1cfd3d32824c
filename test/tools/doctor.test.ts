import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type PlantedCheckout, plantCheckout } from "./planted-checkout.ts";
import { engineBody, goBody } from "./planted-programs.ts";

type Row = { name: string; state: string; summary?: string; cause?: string; remedy?: string };

let planted: PlantedCheckout;

beforeEach(() => {
  planted = plantCheckout();
});

afterEach(() => {
  planted.remove();
});

async function rowsAndCode(env?: Record<string, string>): Promise<{ rows: Map<string, Row>; code: number | null }> {
  const done = await planted.run(["tools/doctor.mjs", "--json"], env);
  const { rows } = JSON.parse(done.stdout) as { rows: Row[] };
  return { rows: new Map(rows.map((row) => [row.name, row])), code: done.code };
}

test("shows every missing thing with its remedy, and changes nothing", async () => {
  const { rows, code } = await rowsAndCode({ DATABASE_URL: "" });

  expect(code).toBe(1);
  expect(rows.get("node")?.state).toBe("found");
  for (const name of ["engine", "provider openstack", "provider cloudstack", "database", "toolchain", "test runner"]) {
    expect(rows.get(name)).toMatchObject({ state: "missing", cause: expect.any(String), remedy: expect.any(String) });
  }
  expect(existsSync(join(planted.folder, ".twinstack"))).toBe(false);
  expect(existsSync(planted.env["TWINSTACK_CACHE"] ?? "")).toBe(false);
});

test("prints the same for a person, one line for each and one for each remedy", async () => {
  const done = await planted.run(["tools/doctor.mjs"]);

  expect(done.code).toBe(1);
  expect(done.stdout).toMatch(/^found +node +\d+\.\d+\.\d+/m);
  expect(done.stdout).toMatch(/^missing +engine +neither terraform nor tofu is on PATH\n +→ install Terraform/m);
  expect(done.stdout).toMatch(/^optional +go +not on PATH/m);
  expect(done.stdout).toContain("something is missing");
});

test("is content after a set-up, and without the programs that only a build would need", async () => {
  planted.plant("terraform", engineBody("1.11.4"));
  planted.plant("go", goBody());
  for (const path of ["typescript/bin/tsc", "@biomejs/biome/bin/biome", "jest/bin/jest.js", "cdktf-cli/bin/cdktn"]) {
    planted.write(`node_modules/${path}`, "");
  }
  await planted.run(["tools/setup.mjs"]);
  planted.unplant("go");

  const { rows, code } = await rowsAndCode();

  expect([...rows.values()].filter(({ state }) => state === "missing")).toEqual([]);
  expect(rows.get("engine")?.summary).toMatch(/^terraform 1\.11\.4 \(PATH: /);
  expect(rows.get("go")?.state).toBe("optional");
  expect(["found", "optional"]).toContain(rows.get("ssh")?.state);
  expect(["found", "optional"]).toContain(rows.get("engine sandbox")?.state);
  expect(code).toBe(0);
});

test("names an engine that is too old", async () => {
  planted.plant("terraform", engineBody("1.5.7"));

  const { rows, code } = await rowsAndCode();

  expect(rows.get("engine")?.cause).toMatch(/terraform is terraform 1\.5\.7, older than 1\.9\.0$/);
  expect(code).toBe(1);
});
