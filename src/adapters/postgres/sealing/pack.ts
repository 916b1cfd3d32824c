import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { constants, zstdCompress, zstdCompressSync, zstdDecompress, zstdDecompressSync } from "node:zlib";
import type { Unsealed } from "./sealed-box.ts";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Up to here the detour over a thread costs more than the work. */
const SMALL_BYTES = 256 * 1024;
const LIMIT = { maxOutputLength: 1024 * 1024 * 1024 };
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/**
 * What states and first boots of our stacks have in common, so that a document holds only what is its own. Everything
 * packed with it needs it, so the file never changes; better words become a file and a packing of their own.
 */
const COMMON = { dictionary: readFileSync(new URL("./common-words-1.txt", import.meta.url)) };

/** Compresses before sealing, because sealed bytes cannot be compressed; what does not shrink stays as it is. */
export async function pack(bytes: Uint8Array): Promise<Unsealed> {
  const small = bytes.length <= SMALL_BYTES;
  const packed = small ? zstdCompressSync(bytes, { ...FAST, ...COMMON }) : await compress(bytes, FAST);
  if (packed.length >= bytes.length) return { packing: "plain", body: Buffer.from(bytes) };
  return { packing: small ? "zstd-with-common-words-1" : "zstd", body: packed };
}

export async function unpack({ packing, body }: Unsealed): Promise<Buffer> {
  if (packing === "plain") return body;
  if (packing === "zstd-with-common-words-1") return zstdDecompressSync(body, { ...LIMIT, ...COMMON });
  return body.length <= SMALL_BYTES / 4 ? zstdDecompressSync(body, LIMIT) : decompress(body, LIMIT);
}
