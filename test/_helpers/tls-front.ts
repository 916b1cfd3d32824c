import { request } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";

/** A TLS front before a plain endpoint on loopback, as a cloud's operator has one; notes what it was asked. */
export async function startTlsFront(target: string, pair: { readonly key: string; readonly cert: string }) {
  const asked: string[] = [];
  const server = createServer(pair, (incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    const url = new URL(incoming.url ?? "/", target);
    const outgoing = request(url, { method: incoming.method, headers: { ...incoming.headers, host: url.host } });
    outgoing.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on("error", () => response.destroy());
    incoming.pipe(outgoing);
  });
  // Refused handshakes are what the tests are about.
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    asked: asked as readonly string[],
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
