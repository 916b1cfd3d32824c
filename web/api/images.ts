import type { Image, ImageChangeRequest, ImageRequest } from "../../src/contract/index.ts";
import { call, listOf } from "./call.ts";
import { ProblemError, UnreachableError } from "./problem-error.ts";

export const imagesKey = ["images"] as const;

/** Gets through a slow line within the two minutes that a request may take. */
const PIECE_BYTES = 16 * 1024 * 1024;
const MOST_BREAKS = 10;
const PAUSE_MS = 1_500;

export const readImages = () => listOf<Image>("/images");
export const addImage = (request: Partial<ImageRequest>) => call<Image>("POST", "/images", { body: request });
export const changeImage = (id: string, change: ImageChangeRequest) =>
  call<Image>("PATCH", `/images/${id}`, { body: change });
export const publishImage = (id: string) => call<Image>("POST", `/images/${id}/publish`, { body: {} });
export const removeImage = (id: string) => call<Image>("DELETE", `/images/${id}`);

/**
 * Sends what is still missing of a file. A line that breaks is taken up where it broke.
 *
 * @throws ProblemError what the service refused; UnreachableError when it was not reached again and again
 */
export async function sendFile(image: Image, file: Blob, onPercent: (percent: number) => void): Promise<void> {
  let offset = image.receivedBytes;
  let breaks = 0;
  while (offset < file.size) {
    const piece = file.slice(offset, offset + PIECE_BYTES);
    const headers = { "content-type": "application/offset+octet-stream", "upload-offset": String(offset) };
    try {
      await call("PATCH", `/images/${image.id}/content`, { body: piece, headers });
      offset += piece.size;
      breaks = 0;
    } catch (error) {
      const arrived = arrivedIn(error);
      breaks += 1;
      if ((arrived === null && !(error instanceof UnreachableError)) || breaks > MOST_BREAKS) throw error;
      if (arrived === null) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      else offset = arrived;
    }
    onPercent(Math.floor((offset / file.size) * 100));
  }
}

/** The service says how much has arrived when it was sent something else. */
function arrivedIn(error: unknown): number | null {
  if (!(error instanceof ProblemError) || error.problem.code !== "upload-offset") return null;
  const received = error.problem.facts?.["received"];
  return typeof received === "number" ? received : null;
}
