import type { FastifyRequest } from "fastify";
import { callerOf } from "../core/caller.ts";
import { faultRefusal } from "../core/fault.ts";
import { minorOf } from "../core/microversion.ts";
import { type Page, paginate } from "../core/paginate.ts";
import { queryValue } from "../core/read.ts";
import type { World } from "../core/world.ts";
import type { Server } from "./compute-state.ts";

/** Tags, and filters by them, came with this minor version. */
const TAGS_MINOR = 26;

/** The servers of a listing: newest first, deleted ones only with `changes-since`. */
export function listServers(world: World, request: FastifyRequest): Page<Server> {
  const caller = callerOf(request);
  const everyone = caller.isAdmin && ["1", "true"].includes(queryValue(request, "all_tenants")?.toLowerCase() ?? "");
  const project = everyone ? (queryValue(request, "project_id") ?? queryValue(request, "tenant_id")) : undefined;
  const seen = Object.values(world.state.compute.servers)
    .filter((one) => everyone || one.projectId === caller.projectId)
    .filter((one) => project === undefined || one.projectId === project)
    .filter((one) => isCurrent(request, one) && matches(request, one))
    .reverse();
  return paginate(seen, request, (one) => one.id);
}

function isCurrent(request: FastifyRequest, server: Server): boolean {
  const since = queryValue(request, "changes-since");
  if (since === undefined) return server.status !== "DELETED";
  const time = Date.parse(since);
  if (Number.isNaN(time))
    throw faultRefusal(
      400,
      `Invalid input for query parameters changes-since. Value: ${since}. '${since}' is not a 'date-time'`,
    );
  return Date.parse(server.updatedAt) >= time;
}

function matches(request: FastifyRequest, server: Server): boolean {
  const filter = (name: string) => queryValue(request, name);
  const [name, status, flavor, image] = [filter("name"), filter("status"), filter("flavor"), filter("image")];
  if (name !== undefined && !new RegExp(name).test(server.name)) return false;
  if (status !== undefined && status.toUpperCase() !== server.status) return false;
  if (flavor !== undefined && flavor !== server.flavorId) return false;
  if (image !== undefined && image !== server.imageId) return false;
  return minorOf(request) < TAGS_MINOR || tagsMatch(filter, server.tags);
}

function tagsMatch(filter: (name: string) => string | undefined, tags: readonly string[]): boolean {
  const asked = (name: string) => filter(name)?.split(",") ?? [];
  const [any, notAll, notAny] = [asked("tags-any"), asked("not-tags"), asked("not-tags-any")];
  return (
    asked("tags").every((tag) => tags.includes(tag)) &&
    (any.length === 0 || any.some((tag) => tags.includes(tag))) &&
    (notAll.length === 0 || !notAll.every((tag) => tags.includes(tag))) &&
    !notAny.some((tag) => tags.includes(tag))
  );
}
