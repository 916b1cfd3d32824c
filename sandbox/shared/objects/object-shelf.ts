import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

/** One object; its bytes are a file of the shelf. */
export interface ShelvedObject {
  readonly size: number;
  /** In hex: what both interfaces call ETag. */
  readonly etag: string;
  readonly sha256: string;
  readonly contentType: string;
  /** Epoch milliseconds. */
  readonly modified: number;
  readonly file: string;
}

/** One bucket or container; plain JSON. */
export interface ShelvedBucket {
  quotaBytes: number | null;
  /** As clients set it, names in lower case. */
  metadata: Record<string, string>;
  objects: Record<string, ShelvedObject>;
}

/** The bytes of objects, as files below one folder. */
export interface ObjectShelf {
  /** Rejects when the content ends in an error or is longer than `mostBytes`; nothing is left of it then. */
  write(content: Readable, contentType: string, mostBytes: number): Promise<ShelvedObject>;
  /** One object of several, in their order. */
  join(parts: readonly ShelvedObject[], contentType: string): Promise<ShelvedObject>;
  /** Bytes `start` to `end`, both included; all when left out. */
  read(object: ShelvedObject, range?: { readonly start: number; readonly end: number }): Readable;
  drop(object: ShelvedObject | undefined): void;
  close(): void;
}

/** Thrown by `write` for content beyond the quota. */
export class ShelfFull extends Error {}

/** Opens the folder, or a temporary one that is removed at close. */
export function openObjectShelf(folder: string | undefined): ObjectShelf {
  const root = folder ?? mkdtempSync(join(tmpdir(), "sandbox-objects-"));
  mkdirSync(root, { recursive: true });
  const pathOf = (file: string) => join(root, `${file}.object`);

  async function write(content: Readable, contentType: string, mostBytes: number): Promise<ShelvedObject> {
    const file = randomUUID();
    const [md5, sha256] = [createHash("md5"), createHash("sha256")];
    let size = 0;
    const count = new Transform({
      transform(piece: Buffer, _encoding, done) {
        size += piece.length;
        md5.update(piece);
        sha256.update(piece);
        if (size > mostBytes) done(new ShelfFull("the quota is used up"));
        else done(null, piece);
      },
    });
    try {
      await pipeline(content, count, createWriteStream(pathOf(file)));
    } catch (error) {
      rmSync(pathOf(file), { force: true });
      throw error;
    }
    return { size, etag: md5.digest("hex"), sha256: sha256.digest("hex"), contentType, modified: Date.now(), file };
  }

  function read(object: ShelvedObject, range?: { readonly start: number; readonly end: number }): Readable {
    return object.size === 0 ? Readable.from([]) : createReadStream(pathOf(object.file), range);
  }

  return {
    write,
    read,

    async join(parts, contentType) {
      async function* all() {
        for (const part of parts) yield* read(part);
      }
      const whole = await write(Readable.from(all(), { objectMode: false }), contentType, Number.POSITIVE_INFINITY);
      const digests = createHash("md5");
      for (const { etag } of parts) digests.update(Buffer.from(etag, "hex"));
      return { ...whole, etag: `${digests.digest("hex")}-${parts.length}` };
    },

    drop(object) {
      if (object !== undefined) rmSync(pathOf(object.file), { force: true });
    },

    close() {
      if (folder === undefined) rmSync(root, { recursive: true, force: true });
    },
  };
}

/** What the bucket may still take when `replaced` goes away. */
export function roomIn(bucket: ShelvedBucket, replaced: ShelvedObject | undefined): number {
  if (bucket.quotaBytes === null) return Number.POSITIVE_INFINITY;
  return bucket.quotaBytes - usedIn(bucket) + (replaced?.size ?? 0);
}

export function usedIn({ objects }: ShelvedBucket): number {
  return Object.values(objects)
    .map(({ size }) => size)
    .reduce((sum, size) => sum + size, 0);
}
