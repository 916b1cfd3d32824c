import { statSync } from "node:fs";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Surroundings } from "./core/command.ts";
import { settingNumber } from "./core/settings.ts";

const EXTRACTED = /^extract-[0-9a-f-]{36}\.\w+$/;

/** Serves what `extractSnapshot`, `extractTemplate` and `extractVolume` published, until the URL expires; ranges too. */
export function addImageRoutes(app: FastifyInstance, { world, images }: Surroundings): void {
  app.get<{ Params: { file: string } }>("/userdata/:file", (request, reply) => {
    const { file } = request.params;
    if (!EXTRACTED.test(file) || !images.has(file)) return notFound(reply);
    const lifeMs = settingNumber(world, "extract.url.expiration.interval") * 1000;
    if (Date.now() - statSync(images.pathOf(file)).mtimeMs > lifeMs) return notFound(reply);
    return send(reply, request.headers.range, file);
  });

  function send(reply: FastifyReply, range: string | undefined, file: string): FastifyReply {
    const size = images.sizeOf(file);
    reply.type("application/octet-stream").header("accept-ranges", "bytes");
    const [, from = "", to = ""] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
    if (from === "") return reply.header("content-length", size).send(images.read(file));
    const start = Number(from);
    const end = Math.min(to === "" ? size - 1 : Number(to), size - 1);
    if (start > end) return reply.code(416).header("content-range", `bytes */${size}`).send();
    reply.code(206).header("content-range", `bytes ${start}-${end}/${size}`);
    return reply.header("content-length", end - start + 1).send(images.read(file, { start, end }));
  }
}

function notFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).type("text/plain").send("Not Found");
}
