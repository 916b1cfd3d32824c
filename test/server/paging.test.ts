import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { cursorAt, cutPage, idIn, numberIn, positionIn, textIn } from "../../server/routes/paging.ts";

test("pages put together are the whole list, whatever its length and the limit", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(), { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (numbers, limit) => {
      const sorted = numbers.toSorted((a, b) => b - a);
      const seen: number[] = [];
      let cursor: string | undefined;
      do {
        const before = numberIn("numbers", cursor);
        const found = sorted.filter((number) => before === null || number < before).slice(0, limit + 1);
        const page = cutPage("numbers", found, limit, (last) => last);
        seen.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(seen).toEqual(sorted);
    }),
  );
});

test("a cursor gives back its position, and only to the list that made it", () => {
  expect(positionIn("runs", cursorAt("runs", "web-ü"))).toBe("web-ü");
  expect(numberIn("runs", cursorAt("runs", 7))).toBe(7);
  expect(textIn("runs", undefined)).toBeNull();
  for (const read of [
    () => positionIn("workspaces", cursorAt("runs", 7)),
    () => numberIn("runs", cursorAt("runs", "seven")),
    () => textIn("runs", cursorAt("runs", 7)),
    () => idIn("runs", cursorAt("runs", "not-an-id")),
  ]) {
    expect(read).toThrow("The cursor is not one of this list.");
  }
});

test("no text at all makes reading a cursor fail in another way than the refusal", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        positionIn("runs", text);
      } catch (error) {
        expect(error).toMatchObject({ code: "validation-failed" });
      }
    }),
  );
});
