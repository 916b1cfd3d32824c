import type { FastifyInstance } from "fastify";
import { AppError } from "../../src/kernel/app-error.ts";

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Answers only under names that are known to be ours. A web page elsewhere can point a name of its own at 127.0.0.1
 * (DNS rebinding) and would otherwise talk to this service from the visitor's browser.
 */
export function useHostGuard(app: FastifyInstance, names: readonly string[]): void {
  const known = new Set([...LOOPBACK, ...names.map(asInHeader)]);
  app.addHook("onRequest", async (request) => {
    const name = (request.headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
    if (known.has(name)) return;
    throw new AppError("not-allowed", "This host name is not one of the service's.", {
      remedy: "Set TWINSTACK_PUBLIC_URL or TWINSTACK_ALLOWED_HOSTS to allow it.",
    });
  });
}

/** An IPv6 address stands in brackets in the header, wherever it came from. */
function asInHeader(name: string): string {
  return (name.includes(":") && !name.startsWith("[") ? `[${name}]` : name).toLowerCase();
}
