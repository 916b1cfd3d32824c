import { buildApp } from "./app.ts";
import type { Services } from "./services.ts";
import { makeTracing } from "./tracing.ts";

/** The OpenAPI document of the routes, without a core behind them. */
export async function describeApi(version: string): Promise<Readonly<Record<string, unknown>>> {
  const app = await buildApp(NO_SERVICES, {
    version,
    hostNames: [],
    logger: false,
    parseYaml: (text) => text,
    translate: () => null,
    heartbeatMs: 1_000,
    tracing: makeTracing(undefined, version),
    metricsToken: undefined,
    publicUrl: () => "",
  });
  try {
    await app.ready();
    return { ...app.swagger() };
  } finally {
    await app.close();
  }
}

/** Routes only look their services up while they are registered; nothing calls them. */
const NO_SERVICES = new Proxy(
  {},
  { get: (_target, name) => new Proxy(() => Promise.reject(new TypeError(`${String(name)} is not here`)), {}) },
) as Services;
