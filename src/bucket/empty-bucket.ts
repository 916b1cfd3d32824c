import type { ObjectStore } from "../cloud/index.ts";

const AT_ONCE = 10;
const PER_STEP = 200;

/** Removes some of what lies in a bucket; true when nothing is left. */
export async function emptyBucket(objects: ObjectStore, signal: AbortSignal): Promise<boolean> {
  const query = { prefix: "", delimiter: null, after: null, limit: PER_STEP };
  const page = await objects.list(query, signal);
  for (let start = 0; start < page.objects.length; start += AT_ONCE) {
    await Promise.all(page.objects.slice(start, start + AT_ONCE).map(({ key }) => objects.remove(key, signal)));
  }
  return page.next === null;
}
