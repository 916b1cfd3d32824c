import type { FastifyInstance } from "fastify";
import { AppError } from "../../src/kernel/app-error.ts";
import { sendProblem } from "./problem-details.ts";

interface KnownRoute {
  readonly methods: Set<string>;
  readonly matches: RegExp;
}

/** 404 for an unknown address, 405 with `Allow` for a known one asked in a wrong way. */
export function useUnknownRoutes(app: FastifyInstance): void {
  const routes = new Map<string, KnownRoute>();
  app.addHook("onRoute", ({ url, method }) => {
    const known = routes.get(url) ?? { methods: new Set<string>(), matches: patternOf(url) };
    for (const one of [method].flat()) known.methods.add(one);
    routes.set(url, known);
  });

  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?")[0] ?? "";
    const allowed = [...routes.values()]
      .filter(({ matches }) => matches.test(path))
      .flatMap(({ methods }) => [...methods]);
    if (allowed.length === 0)
      return sendProblem(request, reply, new AppError("not-found", `There is nothing at ${path}.`));
    const list = [...new Set(allowed)].sort().join(", ");
    reply.header("allow", list);
    return sendProblem(
      request,
      reply,
      new AppError("method-not-allowed", `${request.method} is not possible at ${path}; possible are ${list}.`),
    );
  });
}

function patternOf(url: string): RegExp {
  const escaped = url.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/:[A-Za-z]+/g, "[^/]+");
  return new RegExp(`^${escaped}$`);
}
