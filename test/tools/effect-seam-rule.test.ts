import { expect, test } from "@jest/globals";
import { Linter } from "eslint";
import { throughEffectSeam } from "../../tools/effect-seam-rule.ts";

function judge(code: string, filename = "src/adapters/x/y.ts"): string[] {
  const linter = new Linter({ configType: "flat" });
  const rules = { "t/seam": "error" } as const;
  const config = { files: ["**/*.ts"], plugins: { t: { rules: { seam: throughEffectSeam } } }, rules };
  return linter.verify(code, [config], filename).map(({ message }) => message);
}

test.each([
  ["a program is started", 'import { spawn } from "node:child_process"; spawn("x");', /spawn/],
  ["a request is sent", 'import { request } from "undici"; request("x");', /request/],
  ["the platform's fetch is used", 'fetch("x");', /fetch/],
  ["a file is written", 'import { writeFile } from "node:fs/promises"; writeFile("x", "");', /writeFile/],
  ["mail is sent", 'import nodemailer from "nodemailer"; nodemailer.createTransport();', /nodemailer|default/],
  ["a database is opened", 'import pg from "pg"; new pg.Client();', /Only src\/adapters\/postgres\/pool.ts/],
])("where %s without the seam, it is said", (_what, code, message) => {
  expect(judge(code).join()).toMatch(message);
});

test("through the seam, and for what only reads, nothing is said", () => {
  const seam = 'import { effect } from "../../kernel/effect.ts";';
  const through = judge(`${seam} import { request } from "undici"; effect("x", () => request("y"));`);
  const reading = judge(
    'import { readFile } from "node:fs/promises"; import { Agent } from "undici"; readFile("x"); new Agent();',
  );
  const pool = judge('import pg from "pg"; new pg.Pool();', "src/adapters/postgres/pool.ts");

  expect([through, reading, pool]).toEqual([[], [], []]);
});
