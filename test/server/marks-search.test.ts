import { deflateRawSync, gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import { marksIn } from "../_helpers/marks.ts";

const SECRET = 'canary-0f"4d2b/a7+9c';
const marks = new Map([["field", SECRET]]);

/** The first entry of a zip archive, as a saved plan of Terraform is one. */
function zipOf(text: string): Buffer {
  const header = Buffer.alloc(30);
  header.write("PK\u0003\u0004", 0, "latin1");
  header.writeUInt16LE(4, 26);
  return Buffer.concat([Buffer.from("before"), header, Buffer.from("name"), deflateRawSync(Buffer.from(text))]);
}

test.each([
  ["in clear", Buffer.from(`before ${SECRET} after`)],
  ["within JSON", Buffer.from(JSON.stringify({ password: SECRET }))],
  ["in an address", Buffer.from(`https://user:${encodeURIComponent(SECRET)}@host`)],
  ...[0, 1, 2].map(
    (shift) =>
      [
        `as base64, ${shift} behind`,
        Buffer.from(Buffer.from(`${"x".repeat(shift)}${SECRET} and more`).toString("base64")),
      ] as const,
  ),
  ["as hex", Buffer.from(Buffer.from(SECRET).toString("hex"))],
  ["packed", gzipSync(SECRET)],
  ["packed by zstd", zstdCompressSync(SECRET)],
  [
    "packed and written as base64 within JSON",
    Buffer.from(JSON.stringify({ content: gzipSync(`a text with ${SECRET} in it`).toString("base64") })),
  ],
  ["in a zip", zipOf(`${SECRET} in a file`)],
])("a mark is found %s", (_how, bytes) => {
  expect(marksIn(marks, bytes)).toEqual(["field"]);
});

test("what holds no mark is not accused", () => {
  expect(marksIn(marks, gzipSync("canary-but another one"))).toEqual([]);
});
