import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { appendFile, copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** What is known of a stored content. */
export interface BlobFacts {
  readonly blob: string;
  readonly size: number;
  /** MD5 in hex: glance's `checksum`. */
  readonly md5: string;
  /** SHA-512 in hex: glance's `os_hash_value`. */
  readonly sha512: string;
  /** The first bytes, enough for a disk format's header. */
  readonly head: Buffer;
}

/** Disk contents as files beside the state file. */
export interface BlobStore {
  write(content: Readable): Promise<BlobFacts>;
  /** A copy with a line appended, so that two exports of one disk differ as they do in a real cloud. */
  copyWithStamp(blob: string, stamp: string): Promise<BlobFacts>;
  /** Bytes `start` to `end`, both included. */
  read(blob: string, start: number, end: number): Readable;
  remove(blob: string): void;
  /** Removes the directory when it was a temporary one. */
  close(): void;
}

const HEAD_BYTES = 512;

/** Opens the directory, or a temporary one that is removed at close. */
export function openBlobStore(directory: string | undefined): BlobStore {
  const root = directory ?? mkdtempSync(join(tmpdir(), "openstack-sandbox-"));
  mkdirSync(root, { recursive: true });
  const pathOf = (blob: string) => join(root, `${blob}.blob`);

  async function write(content: Readable): Promise<BlobFacts> {
    const blob = randomUUID();
    try {
      await pipeline(content, createWriteStream(pathOf(blob)));
    } catch (error) {
      rmSync(pathOf(blob), { force: true });
      throw error;
    }
    return describe(blob);
  }

  async function copyWithStamp(source: string, stamp: string): Promise<BlobFacts> {
    const blob = randomUUID();
    await copyFile(pathOf(source), pathOf(blob));
    await appendFile(pathOf(blob), stamp);
    return describe(blob);
  }

  async function describe(blob: string): Promise<BlobFacts> {
    const md5 = createHash("md5");
    const sha512 = createHash("sha512");
    const heads: Buffer[] = [];
    let size = 0;
    for await (const chunk of createReadStream(pathOf(blob)) as AsyncIterable<Buffer>) {
      md5.update(chunk);
      sha512.update(chunk);
      if (size < HEAD_BYTES) heads.push(chunk.subarray(0, HEAD_BYTES - size));
      size += chunk.length;
    }
    return { blob, size, md5: md5.digest("hex"), sha512: sha512.digest("hex"), head: Buffer.concat(heads) };
  }

  function read(blob: string, start: number, end: number): Readable {
    statSync(pathOf(blob));
    return createReadStream(pathOf(blob), { start, end });
  }

  return {
    write,
    copyWithStamp,
    read,
    remove: (blob) => rmSync(pathOf(blob), { force: true }),
    close: () => {
      if (directory === undefined) rmSync(root, { recursive: true, force: true });
    },
  };
}
