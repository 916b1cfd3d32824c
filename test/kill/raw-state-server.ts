import { once } from "node:events";
import { createServer } from "node:http";

/** Terraform's HTTP backend at its plainest: it keeps what it is given, under the path it is given at. */
export async function openRawStateServer(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const states = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    if (request.method === "POST") states.set(path, Buffer.concat(chunks));
    const state = states.get(path);
    response.writeHead(request.method === "GET" && state === undefined ? 404 : 200).end(state);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
