import { AppError } from "../kernel/app-error.ts";
import type { Timers } from "../kernel/timers.ts";
import type { FetchContent, ImageFiles, ImageNote, ImageRecord } from "./ports.ts";

export interface FetchIncomingPorts {
  readonly files: Pick<ImageFiles, "received" | "append" | "clear">;
  readonly fetch: FetchContent;
  readonly timers: Pick<Timers, "pause">;
  readonly mostBytes: number;
}

const MOST_BREAKS = 8;
const PAUSE_MS = 2_000;

/** Fetches what is still missing of an image; a line that breaks is taken up where it broke. */
export async function fetchIncoming(
  { files, fetch, timers, mostBytes }: FetchIncomingPorts,
  record: ImageRecord,
  note: (what: ImageNote) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { id, url } = record;
  if (url === null) throw new AppError("image-refused", "Nobody says where the content is.");
  for (let breaks = 0; breaks <= MOST_BREAKS && !signal.aborted; breaks++) {
    const there = await files.received(id);
    const opened = await fetch(url, there, signal);
    if (opened.from !== there) await files.clear(id);
    const total = opened.totalBytes ?? record.sizeBytes;
    if (total !== null && total > mostBytes) throw tooLarge(mostBytes);
    const counted = count(opened.bytes, opened.from, total, note);
    const { received, broke } = await files.append(id, opened.from, counted, mostBytes);
    if (!broke && (total === null || received === total)) {
      // What the address said may be a secret, and it is not needed any more.
      return note({ status: "checking", url: null, sizeBytes: received, receivedBytes: received, percent: 0 });
    }
    if (received > there) breaks = 0;
    await note({ receivedBytes: received, sizeBytes: total });
    await timers.pause(PAUSE_MS);
  }
  if (!signal.aborted) throw new AppError("image-refused", "The other side ends the transfer again and again.");
}

async function* count(
  bytes: AsyncIterable<Uint8Array>,
  from: number,
  total: number | null,
  note: (what: ImageNote) => Promise<void>,
): AsyncIterable<Uint8Array> {
  let received = from;
  let told = -1;
  for await (const piece of bytes) {
    yield piece;
    received += piece.byteLength;
    const percent = total === null ? 0 : Math.min(99, Math.floor((received / total) * 100));
    if (percent === told) continue;
    told = percent;
    await note({ receivedBytes: received, sizeBytes: total, percent });
  }
}

export function tooLarge(mostBytes: number): AppError {
  const gib = Math.floor(mostBytes / 1024 ** 3);
  return new AppError("image-room", `It is larger than the ${gib} GiB that there is room for.`, { mostBytes });
}
