import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { cliPage } from "../../tools/generate-docs/cli-page.ts";
import { requirementPage } from "../../tools/generate-docs/requirement-page.ts";

async function page(name: string): Promise<string> {
  return readFile(new URL(`../../docs/${name}`, import.meta.url), "utf8");
}

test("the requirement page says what the contract says", async () => {
  const fresh = requirementPage();

  expect(fresh).toContain("| `hardware.vcpu` |");
  expect(await page("requirement.md")).toBe(fresh);
});

test("the command line page says what the command line says", async () => {
  const fresh = cliPage();

  expect(fresh).toContain("### `twinstack clouds test <name>`");
  expect(await page("cli.md")).toBe(fresh);
});
