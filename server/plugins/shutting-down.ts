import { AppError } from "../../src/kernel/app-error.ts";
import type { App } from "../app.ts";

const READING = new Set(["GET", "HEAD", "OPTIONS"]);
const RETRY_SECONDS = 10;

/** While the service ends it takes no new work; whoever stops a run or looks at one is still served. */
export function useShuttingDown(api: App, isStopping: () => boolean): void {
  api.addHook("onRequest", async (request, reply) => {
    if (!isStopping() || READING.has(request.method) || /\/cancel$/.test(request.routeOptions.url ?? "")) return;
    reply.header("retry-after", String(RETRY_SECONDS));
    throw new AppError("shutting-down", "The service is ending and takes no new work.");
  });
}
