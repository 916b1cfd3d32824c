import type { FastifyRequest } from "fastify";
import { queryValue } from "./read.ts";

export interface Page<T> {
  readonly items: readonly T[];
  /** The identifier to continue after; undefined when the page was not full. */
  readonly nextMarker: string | undefined;
}

/** Cuts a list by `limit` and `marker`. */
export function paginate<T>(
  all: readonly T[],
  request: FastifyRequest,
  idOf: (item: T) => string,
  defaultLimit = Infinity,
): Page<T> {
  const marker = queryValue(request, "marker");
  const asked = Number(queryValue(request, "limit") ?? defaultLimit);
  const limit = Number.isNaN(asked) || asked <= 0 ? defaultLimit : asked;
  const start = marker === undefined ? 0 : all.findIndex((item) => idOf(item) === marker) + 1;
  const items = all.slice(start, start + limit);
  const last = items.at(-1);
  // Every service offers a next page after a full one, even when that next page is empty.
  return { items, nextMarker: items.length === limit && last !== undefined ? idOf(last) : undefined };
}
