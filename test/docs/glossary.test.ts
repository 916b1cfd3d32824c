import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import * as z from "zod";
import * as contract from "../../src/contract/index.ts";

const GLOSSARY = new URL("../../docs/glossary.md", import.meta.url);

function namedSchemas(): readonly string[] {
  return Object.values(contract).flatMap((value) => {
    const id = value instanceof z.ZodType ? value.meta()?.id : undefined;
    return id === undefined ? [] : [id];
  });
}

test("every named schema of the contract stands in the glossary", async () => {
  const text = await readFile(GLOSSARY, "utf8");

  const names = namedSchemas();

  expect(names.length).toBeGreaterThan(25);
  expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
