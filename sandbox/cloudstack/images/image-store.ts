import { createReadStream, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { copyFile, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { emptyQcow2, readVirtualSize } from "./qcow2.ts";

/** The bytes of templates, uploaded volumes and extracted snapshots, by file name. */
export interface ImageStore {
  pathOf(file: string): string;
  has(file: string): boolean;
  sizeOf(file: string): number;
  /** Virtual bytes of a QCOW2 file, or its length when it isn't one. */
  virtualSizeOf(file: string): Promise<number>;
  /** Makes `file` a copy of `source`, or an empty QCOW2 image of `virtualSize` when there is no source. */
  provide(file: string, source: string | undefined, virtualSize: number): Promise<void>;
  read(file: string, range?: { start: number; end: number }): Readable;
  remove(file: string): void;
  close(): void;
}

/** Keeps the files in `folder`, else in a temporary folder that `close` removes. */
export function openImageStore(folder?: string): ImageStore {
  const root = folder ?? mkdtempSync(join(tmpdir(), "sandbox-cloudstack-images-"));
  mkdirSync(root, { recursive: true });
  const pathOf = (file: string) => join(root, file);

  async function virtualSizeOf(file: string): Promise<number> {
    const handle = await open(pathOf(file), "r");
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(32), 0, 32, 0);
      return readVirtualSize(buffer.subarray(0, bytesRead)) ?? statSync(pathOf(file)).size;
    } finally {
      await handle.close();
    }
  }

  async function provide(file: string, source: string | undefined, virtualSize: number): Promise<void> {
    if (source !== undefined && existsSync(pathOf(source))) return copyFile(pathOf(source), pathOf(file));
    const handle = await open(pathOf(file), "w");
    try {
      await handle.write(emptyQcow2(virtualSize));
    } finally {
      await handle.close();
    }
  }

  return {
    pathOf,
    has: (file) => existsSync(pathOf(file)),
    sizeOf: (file) => statSync(pathOf(file)).size,
    virtualSizeOf,
    provide,
    read: (file, range) => createReadStream(pathOf(file), range),
    remove: (file) => rmSync(pathOf(file), { force: true }),
    close: () => {
      if (folder === undefined) rmSync(root, { recursive: true, force: true });
    },
  };
}
