import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}
export interface FakeAnswer {
  readonly status?: number;
  readonly body?: unknown;
  /** Sent as it is, with this content type, instead of JSON. */
  readonly raw?: { readonly contentType: string; readonly text: string };
}
export interface FakeService {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  close(): Promise<void>;
}

/** A service whose answers a test writes down; everything it was asked is remembered. */
export async function startFakeService(answer: (request: SeenRequest) => FakeAnswer): Promise<FakeService> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString("utf8");
    });
    request.on("end", () => {
      const asked = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
      seen.push(asked);
      const { status = 200, body: value = {}, raw } = answer(asked);
      response.writeHead(status, { "content-type": raw?.contentType ?? "application/json" });
      response.end(raw?.text ?? JSON.stringify(value));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
