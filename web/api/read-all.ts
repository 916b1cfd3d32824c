import { type CallOptions, call } from "./call.ts";

/** Every entry of a paged list, page after page. */
export async function readAll<T>(path: string, query: CallOptions["query"] = {}): Promise<readonly T[]> {
  const all: T[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await call<{ items: readonly T[]; nextCursor: string | null }>("GET", path, {
      query: { ...query, limit: 500, ...(cursor !== undefined && { cursor }) },
    });
    all.push(...page.items);
    if (page.nextCursor === null) return all;
    cursor = page.nextCursor;
  }
}
