import { expect, test } from "@jest/globals";
import { safeNext } from "../../web/modules/session/safe-next.ts";
import { tokenOf } from "../../web/modules/session/token-of.ts";

test("after signing in one goes on to the page one wanted", () => {
  expect(safeNext("/app/machines/shop")).toBe("/app/machines/shop");
});

test.each([
  null,
  "",
  "https://evil.example/",
  "//evil.example",
  "/api/v1/me",
  "/app/../x",
  "/app/sign-in",
  "javascript:x",
])("a link that says %p leads to one's machines instead", (wanted) => {
  expect(safeNext(wanted)).toBe("/app/machines");
});

test("a link's token is read only when it is whole", () => {
  expect(tokenOf(`#token=${"a".repeat(43)}`)).toBe("a".repeat(43));
  expect([tokenOf(""), tokenOf("#token="), tokenOf("#token=short"), tokenOf(`#t=${"a".repeat(43)}`)]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
