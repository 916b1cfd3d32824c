import type { FastifyInstance } from "fastify";

/** YAML is how requirement files are written; what the parser refuses is a malformed body. */
export function useYamlBody(app: FastifyInstance, parseYaml: (text: string) => unknown): void {
  // Fastify reads plain text by itself; a requirement sent so would be judged as one long sentence.
  app.removeContentTypeParser("text/plain");
  app.addContentTypeParser(
    ["application/yaml", "application/x-yaml", "text/yaml"],
    { parseAs: "string" },
    async (_request: unknown, body: string | Buffer) => parseYaml(String(body)),
  );
}
