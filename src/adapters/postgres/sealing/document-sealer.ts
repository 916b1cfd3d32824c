import { pack, unpack } from "./pack.ts";
import { openBox, sealBox } from "./sealed-box.ts";

/** Seals documents of one workspace, compressed first. */
export interface DocumentSealer {
  seal(bytes: Uint8Array, context: string): Promise<Buffer>;
  /** Throws AppError `internal` when it does not open. */
  open(sealed: Uint8Array, context: string): Promise<Buffer>;
}

export function makeDocumentSealer(key: Uint8Array): DocumentSealer {
  return {
    seal: async (bytes, context) => sealBox(key, await pack(bytes), context),
    open: async (sealed, context) => unpack(openBox(key, sealed, context)),
  };
}
