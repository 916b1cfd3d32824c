import { expect, test } from "@jest/globals";
import { emptyQcow2 } from "../../sandbox/openstack/image/qcow2.ts";
import { HEADER_BYTES, readHeader } from "../../src/image/read-header.ts";

const MIB = 1024 * 1024;

function head(start: Uint8Array | string): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  bytes.set(typeof start === "string" ? Buffer.from(start, "latin1") : start.subarray(0, HEADER_BYTES));
  return bytes;
}

/** A sound qcow2 whose header is changed at one place. */
function qcow2(change: (bytes: Buffer) => void): Uint8Array {
  const bytes = emptyQcow2(64 * MIB);
  change(bytes);
  return head(bytes);
}

test("tells the format by the first bytes, and the size of a qcow2's disk", () => {
  const iso = head("");
  iso.set(Buffer.from("CD001"), 32_769);

  expect(
    readHeader(
      qcow2(() => undefined),
      null,
    ),
  ).toEqual({ format: "qcow2", virtualBytes: 64 * MIB });
  expect(readHeader(iso, null)).toEqual({ format: "iso", virtualBytes: null });
  expect(readHeader(head("any boot sector"), null)).toEqual({ format: "raw", virtualBytes: null });
  expect(readHeader(new Uint8Array([1]), null)).toEqual({ format: "raw", virtualBytes: null });
});

test.each([
  ["a backing file", "backing file", (bytes: Buffer) => bytes.writeBigUInt64BE(512n, 8)],
  ["only the length of a backing file's name", "backing file", (bytes: Buffer) => bytes.writeUInt32BE(9, 16)],
  ["its data in another file", "another file", (bytes: Buffer) => bytes.writeBigUInt64BE(4n, 72)],
  ["encryption", "encrypted", (bytes: Buffer) => bytes.writeUInt32BE(2, 32)],
  ["a mark of damage", "damaged", (bytes: Buffer) => bytes.writeBigUInt64BE(2n, 72)],
  ["a feature that nobody knows", "not known", (bytes: Buffer) => bytes.writeBigUInt64BE(1n << 40n, 72)],
  ["a version that nobody knows", "version 9", (bytes: Buffer) => bytes.writeUInt32BE(9, 4)],
  ["no size", "no sensible size", (bytes: Buffer) => bytes.writeBigUInt64BE(0n, 24)],
  ["a size beyond counting", "no sensible size", (bytes: Buffer) => bytes.writeBigUInt64BE(1n << 62n, 24)],
] as const)("refuses a qcow2 with %s", (_what, words, change) => {
  expect(() => readHeader(qcow2(change), null)).toThrow(words);
});

test("refuses a qcow2 that ends within its header", () => {
  expect(() => readHeader(emptyQcow2(MIB).subarray(0, 60), null)).toThrow("ends within its header");
});

test.each(["KDMV", "# Disk DescriptorFile", "conectix", "vhdxfile", "QED\0", "LUKS", "\x1f\x8b", "PK\x03\x04"])(
  "lets no disk of another kind pass as a raw one: %j",
  (magic) => {
    expect(() => readHeader(head(magic), "raw")).toThrow("qcow2, raw disks and ISO images are taken");
  },
);

test("refuses what is not what it was announced as", () => {
  expect(() =>
    readHeader(
      qcow2(() => undefined),
      "raw",
    ),
  ).toThrow("is qcow2, although it was announced as raw");
});
