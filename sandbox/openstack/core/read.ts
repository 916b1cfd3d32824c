import type { FastifyRequest } from "fastify";

/** A JSON object of a request, its fields not yet trusted. */
export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object inside a request's envelope, or undefined when there is none. */
export function envelope(request: FastifyRequest, name: string): Fields | undefined {
  const body = request.body;
  if (!isFields(body)) return undefined;
  const inner = body[name];
  return isFields(inner) ? inner : undefined;
}

export function param(request: FastifyRequest, name: string): string {
  return (request.params as Record<string, string>)[name] ?? "";
}

/** One query value; the first when it is repeated. */
export function queryValue(request: FastifyRequest, name: string): string | undefined {
  return queryValues(request, name)[0];
}

export function queryValues(request: FastifyRequest, name: string): string[] {
  const value = (request.query as Record<string, string | string[] | undefined>)[name];
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Where the client reaches this cloud; follows the request, so that a port chosen at start needs no setting. */
export function baseUrl(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`;
}

export function textMap(value: unknown): Record<string, string> {
  if (!isFields(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, String(inner)]));
}

export function textList(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
