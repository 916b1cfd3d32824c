import type { Bytes } from "../cloud/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Digest } from "./ports.ts";

interface Announced {
  readonly bytes: Bytes;
  readonly sizeBytes: number | null;
  readonly sha256: string | null;
}

interface Judge {
  readonly digest: Digest;
  readonly mostBytes: number;
}

export interface JudgedBytes {
  readonly bytes: Bytes;
  /** Once they were read to their end. */
  arrived(): { readonly sizeBytes: number; readonly sha256: string };
}

/**
 * Counts and hashes bytes on their way. The last piece is held back until all of them are judged: a store that was told
 * their number would else have the whole object before it hears of the fault.
 */
export function judgeBytes({ bytes, sizeBytes, sha256 }: Announced, { digest, mostBytes }: Judge): JudgedBytes {
  let count = 0;
  let hex: string | null = null;

  async function* judged(): AsyncIterable<Uint8Array> {
    let held: Uint8Array | null = null;
    for await (const piece of bytes) {
      if (piece.byteLength === 0) continue;
      count += piece.byteLength;
      if (count > mostBytes) {
        throw new AppError("object-too-large", `At most ${mostBytes} bytes go through the service.`, { mostBytes });
      }
      digest.update(piece);
      if (held !== null) yield held;
      held = piece;
    }
    hex = digest.hex();
    if (sizeBytes !== null && count !== sizeBytes) {
      throw new AppError("digest-mismatch", `${sizeBytes} bytes were announced and ${count} came.`, { count });
    }
    if (sha256 !== null && hex !== sha256.toLowerCase()) {
      throw new AppError("digest-mismatch", `The SHA-256 of what came is ${hex}.`, { sha256: hex });
    }
    if (held !== null) yield held;
  }

  return {
    bytes: judged(),
    arrived() {
      if (hex === null) throw new AppError("internal", "An object was not read to its end.");
      return { sizeBytes: count, sha256: hex };
    },
  };
}
