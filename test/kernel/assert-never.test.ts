import { expect, test } from "@jest/globals";
import { assertNever } from "../../src/kernel/assert-never.ts";

test("names the value that no case handled", () => {
  expect(() => assertNever({ kind: "new" } as never)).toThrow('Unhandled case: {"kind":"new"}');
});
