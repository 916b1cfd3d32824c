import type { FastifyRequest } from "fastify";
import { type Caller, callerOf } from "../core/caller.ts";
import { paginate } from "../core/paginate.ts";
import { queryValue, queryValues } from "../core/read.ts";
import type { World } from "../core/world.ts";
import type { Image } from "./image-state.ts";
import { glanceRefusal } from "./refusals.ts";
import { imageView } from "./views.ts";
import { listsImage, seesImage } from "./visibility.ts";

const DEFAULT_LIMIT = 25;
/** Parameters with a meaning of their own; every other one filters by equality on the answered image. */
const STEERING = new Set(
  "limit marker sort sort_key sort_dir member_status visibility tag os_hidden size_min size_max created_at updated_at".split(
    " ",
  ),
);

/** `GET /v2/images`: filters, order, page and the links to further pages. */
export function listImages(world: World, request: FastifyRequest): Record<string, unknown> {
  const caller = callerOf(request);
  const seen = Object.values(world.state.image.images).filter(
    (image) => inScope(request, caller, image) && passes(request, image),
  );
  const { items, nextMarker } = paginate(sorted(request, seen), request, (image) => image.id, DEFAULT_LIMIT);
  const query = new URLSearchParams(request.url.split("?")[1] ?? "");
  query.delete("marker");
  const path = query.size === 0 ? "/v2/images" : `/v2/images?${query}`;
  const answer: Record<string, unknown> = { images: items.map(imageView), first: path, schema: "/v2/schemas/images" };
  if (nextMarker !== undefined) answer["next"] = `${path}${query.size === 0 ? "?" : "&"}marker=${nextMarker}`;
  return answer;
}

function inScope(request: FastifyRequest, caller: Caller, image: Image): boolean {
  const visibility = queryValue(request, "visibility");
  const memberStatus = queryValue(request, "member_status") ?? "accepted";
  const wantsHidden = queryValue(request, "os_hidden")?.toLowerCase() === "true";
  if (image.hidden !== wantsHidden) return false;
  if (visibility === "all") return seesImage(caller, image);
  if (visibility === undefined)
    return listsImage(caller, image, memberStatus) || (caller.isAdmin && seesImage(caller, image));
  if (image.visibility !== visibility) return false;
  return visibility === "shared" ? listsImage(caller, image, memberStatus) : seesImage(caller, image);
}

function passes(request: FastifyRequest, image: Image): boolean {
  const view = imageView(image);
  for (const name of Object.keys(request.query as object)) {
    if (STEERING.has(name)) continue;
    const wanted = queryValues(request, name).flatMap((value) =>
      value.startsWith("in:") ? value.slice(3).split(",") : [value],
    );
    if (!wanted.some((value) => String(view[name] ?? "").toLowerCase() === value.toLowerCase())) return false;
  }
  const size = image.size ?? 0;
  return (
    queryValues(request, "tag").every((tag) => image.tags.includes(tag)) &&
    size >= Number(queryValue(request, "size_min") ?? 0) &&
    size <= Number(queryValue(request, "size_max") ?? Infinity) &&
    timePasses(queryValue(request, "created_at"), image.createdAt) &&
    timePasses(queryValue(request, "updated_at"), image.updatedAt)
  );
}

function timePasses(filter: string | undefined, time: string): boolean {
  if (filter === undefined) return true;
  const [, operator = "eq", text = ""] = /^(?:(gt|gte|lt|lte|eq|neq):)?(.*)$/.exec(filter) ?? [];
  const [a, b] = [Date.parse(time), Date.parse(text)];
  if (Number.isNaN(b)) throw glanceRefusal(400, `Invalid time value: ${text}`);
  const rules: Readonly<Record<string, boolean>> = {
    gt: a > b,
    gte: a >= b,
    lt: a < b,
    lte: a <= b,
    eq: a === b,
    neq: a !== b,
  };
  return rules[operator] ?? false;
}

function sorted(request: FastifyRequest, images: readonly Image[]): Image[] {
  const asked = queryValue(request, "sort");
  const [key = "created_at", direction] =
    asked === undefined
      ? [queryValue(request, "sort_key") ?? "created_at", queryValue(request, "sort_dir")]
      : (asked.split(",")[0] ?? "").split(":");
  const sign = (direction ?? "desc") === "desc" ? -1 : 1;
  const value = (image: Image) => imageView(image)[key];
  return [...images].sort((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (typeof left === "number" && typeof right === "number") return sign * (left - right);
    return sign * String(left ?? "").localeCompare(String(right ?? ""));
  });
}
