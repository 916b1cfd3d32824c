import { createHash } from "node:crypto";
import { createReadStream, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { link, open, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ImageContent } from "../../contract/index.ts";
import type { FilePart, ImageFiles } from "../../image/ports.ts";
import { AppError } from "../../kernel/app-error.ts";
import { effect } from "../../kernel/effect.ts";

const SHA256 = /^[0-9a-f]{64}$/;
const ID = /^[0-9a-f-]{36}$/;
type Kept = Pick<ImageContent, "sha256" | "format">;

/** Files of images below a folder, made for this user alone. Bytes pass through in pieces. */
export function openImageFiles(folder: string, newId: () => string): ImageFiles {
  const [incoming, content] = [join(folder, "incoming"), join(folder, "content")];
  for (const path of [incoming, content]) mkdirSync(path, { recursive: true, mode: 0o700 });
  const home = nameOf(folder, newId);
  const appending = new Set<string>();

  function partPath(id: string, part: FilePart): string {
    if (!ID.test(id)) throw new AppError("not-found", "There is no such image.");
    return join(incoming, part === "incoming" ? id : `${id}.converted`);
  }
  function contentPath({ sha256, format }: Kept): string {
    if (!SHA256.test(sha256)) throw new AppError("not-found", "There is no such content.");
    return join(content, `${sha256}.${format}`);
  }

  return {
    home,
    received: (id) => sizeOf(partPath(id, "incoming")),

    async append(id, offset, bytes, limit) {
      // Two writers of one file would mix their bytes.
      if (appending.has(id)) throw otherOffset(offset, await sizeOf(partPath(id, "incoming")));
      appending.add(id);
      try {
        const there = await sizeOf(partPath(id, "incoming"));
        if (there !== offset) throw otherOffset(offset, there);
        return await effect("image: append", () => write(partPath(id, "incoming"), offset, bytes, limit));
      } finally {
        appending.delete(id);
      }
    },

    async head(id, bytes) {
      const file = await open(partPath(id, "incoming"), "r");
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },

    async digests(id, part, onPercent, signal) {
      const path = partPath(id, part);
      const sizeBytes = await sizeOf(path);
      const [sha256, sha512] = [createHash("sha256"), createHash("sha512")];
      let read = 0;
      for await (const piece of createReadStream(path, {
        signal,
        highWaterMark: 1024 * 1024,
      }) as AsyncIterable<Buffer>) {
        sha256.update(piece);
        sha512.update(piece);
        read += piece.byteLength;
        onPercent((read / sizeBytes) * 100);
      }
      return { sizeBytes, sha256: sha256.digest("hex"), sha512: sha512.digest("hex") };
    },

    paths: (id) => ({ incoming: partPath(id, "incoming"), converted: partPath(id, "converted") }),

    async keep(id, part, kept) {
      await effect("image: keep", () => link(partPath(id, part), contentPath(kept)).catch(unless("EEXIST")));
    },

    has: async (kept) => (await sizeOf(contentPath(kept), -1)) >= 0,
    read: (kept, range) =>
      createReadStream(contentPath(kept), range === undefined ? {} : { start: range.from, end: range.to }),
    drop: (kept) => effect("image: drop", () => rm(contentPath(kept), { force: true })),

    async clear(id) {
      await effect("image: clear", async () => {
        await rm(partPath(id, "converted"), { force: true });
        await rm(partPath(id, "incoming"), { force: true });
      });
    },
  };
}

/** What broke off is kept as far as it came; whoever sends goes on there. */
async function write(path: string, offset: number, bytes: AsyncIterable<Uint8Array>, limit: number) {
  const file = await open(path, offset === 0 ? "w" : "r+", 0o600);
  let received = offset;
  try {
    for await (const piece of bytes) {
      if (received + piece.byteLength > limit) {
        throw new AppError("image-room", `More than the ${limit} bytes came that there is room for.`, { limit });
      }
      await file.write(piece, 0, piece.byteLength, received);
      received += piece.byteLength;
    }
    await file.sync();
    return { received, broke: false };
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (isFull(error)) throw new AppError("image-room", "The disk is full.", {}, { cause: error });
    return { received, broke: true };
  } finally {
    await file.close();
  }
}

/** The folder says its own name, so that replicas with one folder know that they share it. */
function nameOf(folder: string, newId: () => string): string {
  const path = join(folder, "folder-id");
  try {
    writeFileSync(path, `${newId()}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    unless("EEXIST")(error);
  }
  return readFileSync(path, "utf8").trim();
}

async function sizeOf(path: string, missing = 0): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    (error: unknown) => {
      unless("ENOENT")(error);
      return missing;
    },
  );
}

function unless(code: string): (error: unknown) => void {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code !== code) throw error;
  };
}

function isFull(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT", "EFBIG"].includes(String((error as NodeJS.ErrnoException).code));
}

function otherOffset(offset: number, received: number): AppError {
  return new AppError("upload-offset", `${received} bytes have arrived; what was sent begins at ${offset}.`, {
    received,
  });
}
