import swagger from "@fastify/swagger";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "@fastify/type-provider-zod";
import type { FastifyInstance } from "fastify";
import { PROBLEMS } from "../../src/contract/index.ts";

type Json = { [key: string]: unknown };

/** Describes the API from the routes' own schemas as OpenAPI 3.1. */
export async function useOpenapi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "TwinStack",
        version,
        description: "Say what machine you need; get it twice, on OpenStack and on CloudStack.",
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      servers: [{ url: "/" }],
      components: {
        securitySchemes: {
          apiToken: { type: "http", scheme: "bearer" },
          machineToken: { type: "http", scheme: "bearer", description: "Held by a machine; its own and nobody else's" },
          runPassword: { type: "http", scheme: "basic", description: "Run id and the password of that one run" },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => tidy(jsonSchemaTransformObject(document) as Json) as never,
  });
}

function tidy(document: Json): Json {
  const paths = objectAt(document, "paths");
  for (const [address, path] of Object.entries(paths)) {
    for (const operation of Object.values(path as Json)) {
      const responses = objectAt(operation as Json, "responses");
      nameProblemType(responses);
      if (address.startsWith("/state/")) nameProtocolTypes(responses);
    }
  }
  const components = objectAt(document, "components");
  const used = usedSchemas(paths, objectAt(components, "schemas"));
  const described = { ...document, components: { ...components, schemas: used } };
  return { ...withPlainPatterns(described), "x-problem-codes": Object.keys(PROBLEMS) };
}

/** Terraform's protocol refuses in a sentence or with the lock's document; problems come only from before the protocol. */
function nameProtocolTypes(responses: Json): void {
  const refused = objectAt(responses, "4XX");
  const own = { "text/plain": { schema: { type: "string" } }, "application/json": { schema: {} } };
  responses["4XX"] = { ...refused, content: { ...objectAt(refused, "content"), ...own } };
}

/** Writes control characters as ranges: few readers of JSON schema outside JavaScript know `\p{Cc}` and `\0`. */
function withPlainPatterns(document: Json): Json {
  return JSON.parse(JSON.stringify(document), (name, value: unknown) =>
    name === "pattern" && typeof value === "string"
      ? value.replaceAll("\\p{Cc}", "\\u0000-\\u001f\\u007f-\\u009f").replaceAll(/\\0(?!\d)/g, "\\u0000")
      : value,
  ) as Json;
}

/** Problems have a media type of their own, and OpenAPI writes classes of status codes with a capital X. */
function nameProblemType(responses: Json): void {
  for (const status of ["4xx", "5xx"]) {
    const response = responses[status] ?? responses[status.toUpperCase()];
    if (typeof response !== "object" || response === null) continue;
    const schema = Object.values(objectAt(response as Json, "content"))[0];
    delete responses[status];
    responses[status.toUpperCase()] = {
      description: status === "4xx" ? "Refused; see the problem's code" : "Failed; see the problem's code",
      content: { "application/problem+json": schema },
    };
  }
}

/** The type provider adds every schema it knows, twice; readers want those that an operation leads to. */
function usedSchemas(paths: Json, schemas: Json): Json {
  const used = new Set<string>();
  const open: unknown[] = [paths];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const [, name] of JSON.stringify(next).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (name === undefined || used.has(name)) continue;
      used.add(name);
      open.push(schemas[name] ?? {});
    }
  }
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
}

function objectAt(parent: Json, key: string): Json {
  const value = parent[key];
  return typeof value === "object" && value !== null ? (value as Json) : {};
}
