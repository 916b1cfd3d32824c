import { Readable } from "node:stream";
import * as z from "zod";
import { AppError } from "../../kernel/app-error.ts";
import { Content, type OpenstackApi } from "./openstack-api.ts";

const Made = z.object({ id: z.string() });
const NAME = "twinstack-connection-test";
const BYTE = "!";
const GONE = 404;

/** Uploads an image of one byte, reads it back and deletes it; the image is private and is deleted whatever happens. */
export async function imageRoundTrip(api: OpenstackApi, signal?: AbortSignal): Promise<string> {
  const wish = { name: NAME, disk_format: "raw", container_format: "bare", visibility: "private" };
  const { id } = await api.ask({ method: "POST", service: "image", path: "/images", body: wish }, Made, signal);
  try {
    const path = `/images/${id}/file`;
    const body = new Content(BYTE.length, () => Readable.from([BYTE], { objectMode: false }));
    const mediaType = "application/octet-stream";
    await api.change({ method: "PUT", service: "image", path, body, mediaType }, signal);
    const back = await api.text("image", path, signal);
    if (back !== BYTE) {
      throw new AppError("cloud-refused", "The image that came back is not the one that was sent.", {
        remedy: "Look at proxies before the image service that alter what passes.",
      });
    }
  } finally {
    // Not with the caller's signal: nothing may be left behind.
    await api.change({ method: "DELETE", service: "image", path: `/images/${id}`, expected: [GONE] });
  }
  return "one byte was uploaded, read back and deleted";
}
