import { parse } from "yaml";
import { type App, type AppOptions, buildApp } from "../../server/app.ts";
import type { Services } from "../../server/services.ts";
import { makeTracing } from "../../server/tracing.ts";
import { AppError } from "../../src/kernel/app-error.ts";

/** The HTTP side on a scripted core; it never listens unless a test says so. */
export function buildScriptedApp(services: Services, options: Partial<AppOptions> = {}): Promise<App> {
  return buildApp(services, {
    version: "0.1.0",
    hostNames: ["twin.example"],
    logger: false,
    heartbeatMs: 20,
    tracing: makeTracing(undefined, "0.1.0"),
    metricsToken: "metrics-token-of-a-test",
    publicUrl: () => "https://twin.example",
    parseYaml(text) {
      try {
        return parse(text, { maxAliasCount: 10 });
      } catch (error) {
        throw new AppError("malformed-body", String(error));
      }
    },
    translate: (error) =>
      error instanceof Error && error.message === "connection lost"
        ? new AppError("database-unavailable", "The database does not answer.")
        : null,
    ...options,
  });
}
