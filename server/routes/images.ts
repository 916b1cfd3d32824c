import { Readable } from "node:stream";
import * as z from "zod";
import { Image, ImageChangeRequest, ImagePublishRequest, ImageRequest } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { ById, listOf, Nothing, refusals, withToken } from "./shared.ts";

const tags = ["images"];
const config = { access: { who: "site-admin" } } as const;
/** As in the tus protocol 1.0, whose core this is. */
const PIECE = "application/offset+octet-stream";
const Offset = z.object({ "upload-offset": z.coerce.number().int().nonnegative() });

/** Images that administrators of the site publish on its clouds. */
export function imageRoutes(app: App, { images }: Pick<Services, "images">): void {
  app.addContentTypeParser(PIECE, (_request: unknown, payload: unknown, done: (error: null, body: unknown) => void) =>
    done(null, payload),
  );

  app.route({
    method: "GET",
    url: "/images",
    config,
    schema: {
      operationId: "listImages",
      tags,
      summary: "Images of the site, with how far they are on each cloud",
      ...withToken,
      response: { 200: listOf(Image), ...refusals },
    },
    handler: async () => ({ items: [...(await images.list())] }),
  });

  app.route({
    method: "POST",
    url: "/images",
    config,
    schema: {
      operationId: "addImage",
      tags,
      summary: "Add an image that is then uploaded, or that the service fetches",
      ...withToken,
      body: ImageRequest,
      response: { 201: Image, ...refusals },
    },
    handler: async (request, reply) => {
      const made = await images.add(request.body, principalOf(request).userId);
      return reply.code(201).header("location", `/api/v1/images/${made.id}`).send(made);
    },
  });

  app.route({
    method: "GET",
    url: "/images/:id",
    config,
    schema: {
      operationId: "getImage",
      tags,
      summary: "One image",
      ...withToken,
      params: ById,
      response: { 200: Image, ...refusals },
    },
    handler: (request) => images.find(request.params.id),
  });

  app.route({
    method: "PATCH",
    url: "/images/:id",
    config,
    schema: {
      operationId: "changeImage",
      tags,
      summary: "Rename, tag, share or hide an image; its clouds follow",
      ...withToken,
      params: ById,
      body: ImageChangeRequest,
      response: { 200: Image, ...refusals },
    },
    handler: (request) => images.change(request.params.id, request.body),
  });

  app.route({
    method: "POST",
    url: "/images/:id/publish",
    config,
    schema: {
      operationId: "publishImage",
      tags,
      summary: "Publish an image on more clouds, or again where it failed",
      ...withToken,
      params: ById,
      body: ImagePublishRequest,
      response: { 202: Image, ...refusals },
    },
    handler: async (request, reply) => reply.code(202).send(await images.publish(request.params.id, request.body)),
  });

  app.route({
    method: "DELETE",
    url: "/images/:id",
    config,
    schema: {
      operationId: "removeImage",
      tags,
      summary: "Remove an image from everywhere, unless a machine was made from it",
      ...withToken,
      params: ById,
      response: { 202: Image, ...refusals },
    },
    handler: async (request, reply) => reply.code(202).send(await images.remove(request.params.id)),
  });

  app.route({
    method: "HEAD",
    url: "/images/:id/content",
    config,
    schema: {
      operationId: "getImageUpload",
      tags,
      summary: "How much of an upload has arrived (`Upload-Offset`) of how much (`Upload-Length`)",
      ...withToken,
      params: ById,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      const { received, size } = await images.uploaded(request.params.id);
      reply.headers({ "upload-offset": received, "upload-length": size, "tus-resumable": "1.0.0" });
      return reply.header("cache-control", "no-store").code(204).send(null);
    },
  });

  app.route({
    method: "PATCH",
    url: "/images/:id/content",
    config,
    schema: {
      operationId: "uploadImage",
      tags,
      summary: "Send the next bytes of an upload; after a broken line, ask by HEAD and go on there",
      description: "What arrived before a break stays. A request may take two minutes, so large files come in pieces.",
      consumes: [PIECE],
      ...withToken,
      params: ById,
      headers: Offset,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      const { body } = request;
      if (!(body instanceof Readable)) throw new AppError("unsupported-media-type", `Send the bytes as ${PIECE}.`);
      const { received, size } = await images.receive(request.params.id, request.headers["upload-offset"], body);
      reply.headers({ "upload-offset": received, "upload-length": size, "tus-resumable": "1.0.0" });
      return reply.code(204).send(null);
    },
  });
}
