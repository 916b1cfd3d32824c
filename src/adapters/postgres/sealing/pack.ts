import { promisify } from "node:util";
import { constants, zstdCompress, zstdCompressSync, zstdDecompress, zstdDecompressSync } from "node:zlib";
import type { Unsealed } from "./sealed-box.ts";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Up to here the detour over a thread costs more than the work. */
const SMALL_BYTES = 256 * 1024;
const LIMIT = { maxOutputLength: 1024 * 1024 * 1024 };
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Compresses before sealing, because sealed bytes cannot be compressed; what does not shrink stays as it is. */
export async function pack(bytes: Uint8Array): Promise<Unsealed> {
  const packed = bytes.length <= SMALL_BYTES ? zstdCompressSync(bytes, FAST) : await compress(bytes, FAST);
  return packed.length < bytes.length
    ? { packing: "zstd", body: packed }
    : { packing: "plain", body: Buffer.from(bytes) };
}

export async function unpack({ packing, body }: Unsealed): Promise<Buffer> {
  if (packing === "plain") return body;
  return body.length <= SMALL_BYTES / 4 ? zstdDecompressSync(body, LIMIT) : decompress(body, LIMIT);
}
