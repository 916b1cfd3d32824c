import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Surroundings } from "../core/command.ts";
import type { Template } from "../core/model.ts";

const HASHES: Record<string, string> = { "SHA-256": "sha256", "SHA-512": "sha512", "SHA-1": "sha1", MD5: "md5" };

/** Where a download reports to. */
export interface DownloadTarget {
  url: string;
  file: string;
  checksum?: string | undefined;
  closing: AbortSignal;
  onProgress(percent: number): void;
}

/**
 * Fetches a template's file in the background, the way a secondary storage machine does: `status` goes through
 * "NN% Downloaded" to "Download Complete", or to an error text that never becomes ready.
 */
export function downloadTemplate({ world, images, changed, closing }: Surroundings, template: Template): void {
  const { id, url = "", checksum } = template;
  const file = `${id}.${template.format.toLowerCase()}`;
  Object.assign(template, { status: "0% Downloaded", downloadState: "DOWNLOAD_IN_PROGRESS", downloadPercent: 0 });

  function onProgress(percent: number): void {
    const isNews = percent !== template.downloadPercent && percent < 100;
    if (isNews) Object.assign(template, { status: `${percent}% Downloaded`, downloadPercent: percent });
  }

  async function run(): Promise<void> {
    try {
      await download(images.pathOf(file), { url, file, checksum, closing, onProgress });
      const size = await images.virtualSizeOf(file);
      const done = { status: "Download Complete", downloadState: "DOWNLOADED", downloadPercent: 100, isReady: true };
      Object.assign(template, { ...done, size, physicalSize: images.sizeOf(file), file });
    } catch (error) {
      images.remove(file);
      // A sandbox that stops takes the download up again when it starts.
      if (closing.aborted) return;
      const status = error instanceof Error ? error.message : String(error);
      Object.assign(template, { status, downloadState: "DOWNLOAD_ERROR" });
    }
    if (world.tables.templates.get(id) === undefined) images.remove(file);
    changed();
  }

  void run();
}

/** Starts again the downloads that a stopped sandbox left half done. */
export function resumeDownloads(surroundings: Surroundings): void {
  const { templates } = surroundings.world.tables;
  for (const template of templates.where(({ downloadState }) => downloadState === "DOWNLOAD_IN_PROGRESS")) {
    downloadTemplate(surroundings, template);
  }
}

/** Streams a URL into a file and checks `{SHA-256}hex`; rejects with the text the server would show as status. */
export async function download(path: string, target: DownloadTarget): Promise<void> {
  const { url, checksum, closing, onProgress } = target;
  const answer = await fetch(url, { signal: closing }).catch((error: unknown) => {
    throw new Error(`Failed to download ${url}: ${String((error as { cause?: unknown }).cause ?? error)}`);
  });
  if (!answer.ok || answer.body === null) throw new Error(`HTTP Server returned ${answer.status} for ${url}`);
  const total = Number(answer.headers.get("content-length") ?? 0);
  const [, algorithm = "MD5", wanted] = /^(?:\{(.+?)\})?(.+)$/.exec(checksum ?? "") ?? [];
  const hash = createHash(HASHES[algorithm] ?? "md5");
  let received = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      hash.update(chunk);
      if (total > 0) onProgress(Math.floor((received / total) * 100));
      done(null, chunk);
    },
  });
  await pipeline(Readable.fromWeb(answer.body), count, createWriteStream(path));
  if (wanted !== undefined && hash.digest("hex") !== wanted.toLowerCase()) {
    throw new Error(`Failed post download script: checksum of the downloaded file does not match ${wanted}`);
  }
}
