import { createHash } from "node:crypto";
import { expect, test } from "@jest/globals";
import { judgeBytes } from "../../src/bucket/judge-bytes.ts";

const PIECES = ["one ", "two ", "three"].map((text) => Buffer.from(text));
const DIGEST = createHash("sha256").update("one two three").digest("hex");

async function* pieces() {
  yield* PIECES;
}

function judge(announced: { sizeBytes?: number; sha256?: string }, mostBytes = 100) {
  const hash = createHash("sha256");
  const digest = { update: (bytes: Uint8Array) => void hash.update(bytes), hex: () => hash.digest("hex") };
  return judgeBytes({ bytes: pieces(), sizeBytes: null, sha256: null, ...announced }, { digest, mostBytes });
}

/** What a store would have got, and why it ended. */
async function read(judged: ReturnType<typeof judge>): Promise<readonly [string, unknown]> {
  let text = "";
  try {
    for await (const piece of judged.bytes) text += Buffer.from(piece).toString();
    return [text, null];
  } catch (error) {
    return [text, error];
  }
}

test("what is as announced goes through whole, and is counted and hashed", async () => {
  const judged = judge({ sizeBytes: 13, sha256: DIGEST });

  expect(await read(judged)).toEqual(["one two three", null]);
  expect(judged.arrived()).toEqual({ sizeBytes: 13, sha256: DIGEST });
});

test("of what has another digest or length the last piece is never given", async () => {
  const [digest, length] = [await read(judge({ sha256: "0".repeat(64) })), await read(judge({ sizeBytes: 12 }))];

  for (const [text, error] of [digest, length]) {
    expect(text).toBe("one two ");
    expect(error).toMatchObject({ code: "digest-mismatch" });
  }
});

test("what is too large ends before all of it came", async () => {
  const [text, error] = await read(judge({}, 7));

  expect(text).toBe("");
  expect(error).toMatchObject({ code: "object-too-large" });
});
