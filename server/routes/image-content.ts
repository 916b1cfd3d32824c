import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import * as z from "zod";
import type { ImageContent } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { App } from "../app.ts";
import type { Services } from "../services.ts";
import { openToAnyone, refusals } from "./shared.ts";

/** The file's name is for clouds that judge an image by it. */
const ByLink = z.object({ token: z.string(), file: z.string() });

const bytes = z.unknown().meta({ description: "The image, or the part asked for" });

/** Contents of images, for the storage of a cloud that was told the secret address. Parts of it too. */
export function imageContentRoutes(app: App, { images }: Pick<Services, "images">): void {
  app.route({
    method: "GET",
    url: "/image-content/:token/:file",
    config: { access: { who: "anyone" } },
    schema: {
      operationId: "fetchImageContent",
      tags: ["images"],
      summary: "The bytes of an image, for the storage of a cloud that was told this address; parts of it too",
      ...openToAnyone,
      produces: ["application/octet-stream"],
      params: ByLink,
      response: { 200: bytes, 206: bytes, ...refusals },
    },
    handler: async (request, reply) => {
      const content = await images.linked(request.params.token);
      if (content === null) throw new AppError("not-found", "There is nothing at this address, or not any more.");
      const range = rangeOf(request.headers.range, content);
      answer(reply, content, range);
      // The framework reads a HEAD's stream to its end, which may be far.
      const bytes = request.method === "HEAD" ? [] : images.read(content, range);
      return reply.send(Readable.from(bytes, { objectMode: false }));
    },
  });
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function answer(reply: FastifyReply, { sizeBytes, sha256 }: ImageContent, range: Range | undefined): void {
  reply.type("application/octet-stream").headers({ "accept-ranges": "bytes", etag: `"${sha256}"` });
  reply.header("cache-control", "private, no-store");
  if (range === undefined) return void reply.header("content-length", sizeBytes);
  reply.code(206).header("content-range", `bytes ${range.from}-${range.to}/${sizeBytes}`);
  reply.header("content-length", range.to - range.from + 1);
}

/** One range, as a transfer that goes on asks for; anything else is answered with the whole. */
function rangeOf(header: string | undefined, { sizeBytes }: ImageContent): Range | undefined {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  const from = first === "" ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const to = first === "" || last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (from <= to && from < sizeBytes) return { from, to };
  throw new AppError("malformed-request", `The content has ${sizeBytes} bytes; there is no such part.`);
}
