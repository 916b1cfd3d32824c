import { type FileHandle, open } from "node:fs/promises";

const LOOK_MS = 50;
const CHUNK_BYTES = 64 * 1024;

/** Reads a file while somebody else writes it; `end` reads what is left and closes it. */
export async function followFile(path: string, onChunk: (chunk: Buffer) => void): Promise<{ end(): Promise<void> }> {
  const file = await open(path, "r");
  let reading: Promise<void> = Promise.resolve();
  const look = setInterval(() => {
    reading = reading.then(() => readOn(file, onChunk));
  }, LOOK_MS);
  return {
    async end() {
      clearInterval(look);
      await reading;
      await readOn(file, onChunk);
      await file.close();
    },
  };
}

async function readOn(file: FileHandle, onChunk: (chunk: Buffer) => void): Promise<void> {
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, null);
    if (bytesRead === 0) return;
    onChunk(buffer.subarray(0, bytesRead));
  }
}
