import type { FastifyInstance, FastifyRequest } from "fastify";
import { Refusal } from "./refusal.ts";

export interface MicroversionOptions {
  /** The word before the number in `OpenStack-API-Version`. */
  readonly service: "compute" | "volume";
  readonly major: number;
  /** What a client without the header gets. */
  readonly base: number;
  readonly max: number;
  /** Nova's older header, answered beside the common one. */
  readonly oldHeader?: string;
}

const minors = new WeakMap<FastifyRequest, number>();

/** The minor version this request is to be answered in. */
export function minorOf(request: FastifyRequest): number {
  return minors.get(request) ?? 1;
}

/** Reads the wanted microversion, says in the answer which was used, refuses versions beyond the newest with 406. */
export function addMicroversions(service: FastifyInstance, options: MicroversionOptions): void {
  const { service: name, major, base, max, oldHeader } = options;
  service.addHook("onRequest", async (request, reply) => {
    const asked = askedVersion(request, options);
    if (asked === undefined || asked > max) {
      const text = `Version ${major}.${asked ?? "?"} is not supported by the API. Minimum is ${major}.${base} and maximum is ${major}.${max}.`;
      throw new Refusal(406, { computeFault: { code: 406, message: text } });
    }
    minors.set(request, asked);
    reply.header("openstack-api-version", `${name} ${major}.${asked}`);
    if (oldHeader !== undefined) reply.header(oldHeader, `${major}.${asked}`);
    reply.header("vary", oldHeader === undefined ? "OpenStack-API-Version" : `OpenStack-API-Version, ${oldHeader}`);
  });
}

/** The minor version; undefined when the header says nothing that could be one. A header for another service is not ours. */
function askedVersion(request: FastifyRequest, options: MicroversionOptions): number | undefined {
  const common = String(request.headers["openstack-api-version"] ?? "");
  const ours = common
    .split(",")
    .map((part) => part.trim().split(/\s+/))
    .find(([service]) => service === options.service);
  const old = options.oldHeader === undefined ? undefined : request.headers[options.oldHeader.toLowerCase()];
  const text = ours?.[1] ?? (old === undefined ? undefined : String(old));
  if (text === undefined) return options.base;
  if (text === "latest") return options.max;
  const [major, minor] = text.split(".").map(Number);
  return major === options.major && Number.isInteger(minor) ? minor : undefined;
}
