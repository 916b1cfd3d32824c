import * as z from "zod";
import type { CloudObject } from "../../cloud/ports.ts";
import { AppError } from "../../kernel/app-error.ts";
import type { RetryTools } from "../http/retry-safely.ts";
import type { ServiceName } from "./endpoints.ts";
import type { OpenstackApi } from "./openstack-api.ts";

interface Place {
  readonly service: ServiceName;
  readonly path: (object: CloudObject) => string;
  /** It goes in its own time after the call, and what it used stays in use until then. */
  readonly lingers?: true;
}

const PLACES: Partial<Record<CloudObject["kind"], Place>> = {
  machine: { service: "compute", path: ({ id }) => `/servers/${id}`, lingers: true },
  volume: { service: "block storage", path: ({ id }) => `/volumes/${id}`, lingers: true },
  network: { service: "network", path: ({ id }) => `/networks/${id}` },
  subnet: { service: "network", path: ({ id }) => `/subnets/${id}` },
  router: { service: "network", path: ({ id }) => `/routers/${id}` },
  port: { service: "network", path: ({ id }) => `/ports/${id}` },
  "security-group": { service: "network", path: ({ id }) => `/security-groups/${id}` },
  "security-group-rule": { service: "network", path: ({ id }) => `/security-group-rules/${id}` },
  "public-address": { service: "network", path: ({ id }) => `/floatingips/${id}` },
  "key-pair": { service: "compute", path: ({ id }) => `/os-keypairs/${encodeURIComponent(id)}` },
};
const GONE = 404;
/** In use: what used it was removed a moment ago and its cloud has not noticed everywhere. */
const IN_USE = new Set([400, 409]);
const ATTEMPTS = 8;
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
const LOOKS = 120;
const Anything = z.unknown();

/** Removes one object and waits until it is gone. */
export async function removeOpenstackObject(
  api: OpenstackApi,
  object: CloudObject,
  tools: RetryTools,
  signal?: AbortSignal,
): Promise<void> {
  if (object.kind === "router-interface") return detachFromRouter(api, object, signal);
  const place = PLACES[object.kind];
  // The rest ties two objects together and goes with either of them.
  if (place === undefined) return;
  const request = { method: "DELETE" as const, service: place.service, path: place.path(object), expected: [GONE] };
  for (let attempt = 1; ; attempt += 1) {
    const status = await api.change(request, signal).catch((error: unknown) => {
      if (!isInUse(error) || attempt >= ATTEMPTS || signal?.aborted === true) throw error;
      return null;
    });
    if (status !== null) break;
    await tools.pause(Math.min(PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS), signal);
  }
  if (place.lingers === true) await untilGone(api, object, place, tools, signal);
}

async function detachFromRouter(api: OpenstackApi, { id, facts }: CloudObject, signal?: AbortSignal): Promise<void> {
  const path = `/routers/${facts["routerId"]}/remove_router_interface`;
  await api.change({ method: "PUT", service: "network", path, body: { port_id: id }, expected: [GONE] }, signal);
}

async function untilGone(
  api: OpenstackApi,
  object: CloudObject,
  { service, path }: Place,
  tools: RetryTools,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let look = 1; look <= LOOKS && signal?.aborted !== true; look += 1) {
    if (await isGone(api, service, path(object), signal)) return;
    await tools.pause(Math.min(PAUSE_MS * look, LONGEST_PAUSE_MS), signal);
  }
  throw new AppError("cloud-refused", `The cloud still shows the ${object.kind} ${object.name} (${object.id}).`, {
    reason: "lingers",
    remedy: "Look at it in the cloud's own page, then repair again.",
  });
}

async function isGone(
  api: OpenstackApi,
  service: ServiceName,
  path: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    await api.get(service, path, Anything, signal);
    return false;
  } catch (error) {
    if (error instanceof AppError && error.facts["status"] === GONE) return true;
    throw error;
  }
}

function isInUse(error: unknown): boolean {
  return error instanceof AppError && IN_USE.has(Number(error.facts["status"]));
}
