import { invalidParameter } from "./api-error.ts";
import type { Call, Json } from "./command.ts";

const MAX_PAGE_SIZE = 500;

/** Refuses a page size the server does not give, before anything is looked up. */
export function checkPaging(call: Pick<Call, "parameters">): void {
  if ((call.parameters.whole("pagesize") ?? 0) > MAX_PAGE_SIZE) {
    throw invalidParameter(`Page size can't exceed max allowed page size value: ${MAX_PAGE_SIZE}`);
  }
}

/** A list answer: `{}` when there is nothing, only `count` for a page beyond the end, else `count` of all and the page. */
export function listOf<T>(call: Call, key: string, rows: T[], view: (row: T) => Json): Json {
  if (rows.length === 0) return {};
  const size = call.parameters.whole("pagesize") ?? MAX_PAGE_SIZE;
  const first = ((call.parameters.whole("page") ?? 1) - 1) * size;
  const page = rows.slice(first, first + size);
  if (page.length === 0) return { count: rows.length };
  return { count: rows.length, [key]: page.map(view) };
}
