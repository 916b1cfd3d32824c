import * as z from "zod";
import {
  Bucket,
  BucketChangeRequest,
  BucketCredentials,
  BucketCredentialsRequest,
  BucketRequest,
} from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { ById, listOf, Nothing, refusals, withToken } from "./shared.ts";

const tags = ["buckets"];
const account = (needs: "view" | "change") => ({ access: { who: "account", needs } }) as const;
const bucket = (needs: "view" | "change" | "manage") =>
  ({ access: { who: "object", object: "bucket", param: "id", needs } }) as const;

/** Object storage of the acting account. */
export function bucketRoutes(app: App, { buckets }: Pick<Services, "buckets">): void {
  const { desk, keys } = buckets;

  app.route({
    method: "GET",
    url: "/buckets",
    config: account("view"),
    schema: {
      operationId: "listBuckets",
      tags,
      summary: "Buckets of the account, on every cloud",
      ...withToken,
      response: { 200: listOf(Bucket), ...refusals },
    },
    handler: async (request) => ({ items: [...(await desk.list(principalOf(request)))] }),
  });

  app.route({
    method: "POST",
    url: "/buckets",
    config: account("change"),
    schema: {
      operationId: "createBucket",
      tags,
      summary: "Make a bucket on a cloud that has object storage",
      ...withToken,
      body: BucketRequest,
      response: { 202: Bucket, ...refusals },
    },
    handler: async (request, reply) => {
      const made = await desk.create(principalOf(request), request.body);
      return reply.code(202).header("location", `/api/v1/buckets/${made.id}`).send(made);
    },
  });

  app.route({
    method: "GET",
    url: "/buckets/:id",
    config: bucket("view"),
    schema: {
      operationId: "getBucket",
      tags,
      summary: "One bucket, with how full its cloud says it is",
      ...withToken,
      params: ById,
      response: { 200: Bucket, ...refusals },
    },
    handler: (request) => desk.find(request.params.id),
  });

  app.route({
    method: "PATCH",
    url: "/buckets/:id",
    config: bucket("change"),
    schema: {
      operationId: "changeBucket",
      tags,
      summary: "Give a bucket another quota; asked again it puts right what has drifted",
      ...withToken,
      params: ById,
      body: BucketChangeRequest,
      response: { 202: Bucket, ...refusals },
    },
    handler: async (request, reply) => reply.code(202).send(await desk.change(request.params.id, request.body)),
  });

  app.route({
    method: "DELETE",
    url: "/buckets/:id",
    config: bucket("change"),
    schema: {
      operationId: "removeBucket",
      tags,
      summary: "Remove an empty bucket, or one with everything in it when `force` says so",
      ...withToken,
      params: ById,
      querystring: z.strictObject({ force: z.stringbool().default(false) }),
      response: { 202: Bucket, ...refusals },
    },
    handler: async (request, reply) => reply.code(202).send(await desk.remove(request.params.id, request.query.force)),
  });

  app.route({
    method: "POST",
    url: "/buckets/:id/credentials",
    config: bucket("manage"),
    schema: {
      operationId: "giveBucketCredentials",
      tags,
      summary: "Credentials for S3 clients, shown this once",
      description: "Refused on a cloud of the whole site: there a key would open everybody's buckets.",
      ...withToken,
      params: ById,
      body: BucketCredentialsRequest,
      response: { 201: BucketCredentials, ...refusals },
    },
    handler: async (request, reply) => {
      const given = await keys.give(principalOf(request), request.params.id, request.body.replace);
      return reply.code(201).header("cache-control", "no-store").send(given);
    },
  });

  app.route({
    method: "DELETE",
    url: "/buckets/:id/credentials",
    config: bucket("manage"),
    schema: {
      operationId: "endBucketCredentials",
      tags,
      summary: "End the credentials that were given",
      ...withToken,
      params: ById,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await keys.end(request.params.id);
      return reply.code(204).send(null);
    },
  });
}
