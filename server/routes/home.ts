import * as z from "zod";
import type { App } from "../app.ts";
import type { Services } from "../services.ts";

/** A page that says what this is, for whoever opens the printed address in a browser. */
export function homeRoute(app: App, services: Pick<Services, "status">): void {
  app.route({
    method: "GET",
    url: "/",
    config: { access: { who: "anyone" } },
    schema: {
      operationId: "home",
      tags: ["service"],
      produces: ["text/html"],
      summary: "A plain page that says what this is",
      response: { 200: z.string() },
    },
    serializerCompiler: () => (page) => String(page),
    handler: async (_request, reply) => {
      const status = await services.status();
      const clouds = status.sandbox
        ? "<strong>sandbox</strong>: the clouds are the built-in try-out; no real machine is made"
        : `${status.clouds} registered`;
      return reply.type("text/html; charset=utf-8").send(page(status.version, clouds));
    },
  });
}

function page(version: string, clouds: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>TwinStack</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}code{background:#eee;padding:.1em .3em}</style>
</head>
<body>
<h1>TwinStack</h1>
<p>Say what machine you need; get it twice, on OpenStack and on CloudStack.</p>
<ul>
<li>Version ${version}</li>
<li>Clouds: ${clouds}</li>
<li>API: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1), below <code>/api/v1</code></li>
<li>On the command line: <code>twinstack submit examples/web-server.yaml</code></li>
</ul>
</body>
</html>
`;
}
