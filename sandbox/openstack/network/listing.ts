import type { FastifyRequest } from "fastify";
import { paginate } from "../core/paginate.ts";
import { baseUrl, isFields, queryValue, queryValues } from "../core/read.ts";

type Listed = object & { readonly id: string };

/** Parameters that steer a listing and are no filters. */
const STEERING = new Set([
  "fields",
  "limit",
  "marker",
  "page_reverse",
  "sort_key",
  "sort_dir",
  "tags",
  "tags-any",
  "not-tags",
  "not-tags-any",
]);

/** A neutron list answer: filtered, sorted, cut, with the links of a page. */
export function listing(request: FastifyRequest, plural: string, all: readonly Listed[]): Record<string, unknown> {
  const filtered = all.filter((item) => passes(request, item as Record<string, unknown>));
  const sorted = sort(request, filtered);
  const { items, nextMarker } = paginate(sorted, request, (item) => item.id);
  const fields = queryValues(request, "fields");
  const body: Record<string, unknown> = {
    [plural]: items.map((item) => pick(item as Record<string, unknown>, fields)),
  };
  const limit = queryValue(request, "limit");
  const first = items[0];
  if (limit === undefined || first === undefined) return body;
  const href = (marker: string) => `${baseUrl(request)}/network/v2.0/${plural}?limit=${limit}&marker=${marker}`;
  const next = nextMarker === undefined ? [] : [{ rel: "next", href: href(nextMarker) }];
  body[`${plural}_links`] = [...next, { rel: "previous", href: `${href(first.id)}&page_reverse=True` }];
  return body;
}

function passes(request: FastifyRequest, item: Record<string, unknown>): boolean {
  for (const name of Object.keys(request.query as object)) {
    const wanted = queryValues(request, name);
    if (!STEERING.has(name) && !wanted.some((value) => equals(item[name], value))) return false;
  }
  const tags = Array.isArray(item["tags"]) ? item["tags"].map(String) : [];
  const asked = (name: string) => queryValue(request, name)?.split(",") ?? [];
  const any = asked("tags-any");
  const notAll = asked("not-tags");
  if (!asked("tags").every((tag) => tags.includes(tag))) return false;
  if (any.length > 0 && !any.some((tag) => tags.includes(tag))) return false;
  return notAll.length === 0 || !notAll.every((tag) => tags.includes(tag));
}

function equals(value: unknown, wanted: string): boolean {
  if (typeof value === "boolean") return String(value) === wanted.toLowerCase() || (value ? "1" : "0") === wanted;
  if (Array.isArray(value)) return value.some((inner) => listHolds(inner, wanted));
  return String(value ?? "") === wanted;
}

/** `fixed_ips=subnet_id=…` and `fixed_ips=ip_address=…`; plain lists by element. */
function listHolds(inner: unknown, wanted: string): boolean {
  if (!isFields(inner)) return String(inner) === wanted;
  const [key = "", value] = wanted.split("=");
  return String(inner[key]) === value;
}

function sort(request: FastifyRequest, items: readonly Listed[]): readonly Listed[] {
  const key = queryValue(request, "sort_key");
  if (key === undefined) return items;
  const sign = queryValue(request, "sort_dir") === "desc" ? -1 : 1;
  const text = (item: Listed) => String((item as unknown as Record<string, unknown>)[key] ?? "");
  return [...items].sort((a, b) => sign * text(a).localeCompare(text(b)));
}

function pick(item: Record<string, unknown>, fields: readonly string[]): Record<string, unknown> {
  if (fields.length === 0) return item;
  return Object.fromEntries(Object.entries(item).filter(([key]) => fields.includes(key)));
}
