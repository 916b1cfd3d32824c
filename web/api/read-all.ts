import { type CallOptions, call, type Page } from "./call.ts";

/** Every entry of a paged list, page after page. */
export async function readAll<T>(path: string, query: CallOptions["query"] = {}): Promise<readonly T[]> {
  const all: T[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await call<Page<T>>("GET", path, {
      query: { ...query, limit: 500, ...(cursor !== undefined && { cursor }) },
    });
    all.push(...page.items);
    if (page.nextCursor == null) return all;
    cursor = page.nextCursor;
  }
}
