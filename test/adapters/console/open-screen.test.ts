import { once } from "node:events";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { WebSocketServer } from "ws";
import { makeConsoleGuard } from "../../../src/adapters/console/console-guard.ts";
import { makeOpenScreen } from "../../../src/adapters/console/open-screen.ts";
import { makeAddressJudge } from "../../../src/adapters/http/address-judge.ts";
import type { LinkEnd } from "../../../src/remote/ports.ts";
import { makePrivateAuthority, type PrivateAuthority } from "../../_helpers/private-authority.ts";
import { until } from "../../_helpers/until.ts";

const PATIENCE_MS = 10_000;
let authority: PrivateAuthority;
let server: Server;
let sockets: WebSocketServer;
let url: string;

beforeEach(async () => {
  authority = await makePrivateAuthority();
  server = createServer(authority.server);
  sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket) => {
    socket.send("RFB 003.008\n");
    socket.on("message", (message) => socket.send(message));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `wss://127.0.0.1:${(server.address() as AddressInfo).port}/?token=secret-token`;
});
afterEach(async () => {
  for (const client of sockets.clients) client.terminate();
  server.close();
  await once(server, "close");
});

async function open(caCertificate: string | undefined) {
  const guard = makeConsoleGuard(makeAddressJudge(["127.0.0.0/8", "::1/128"]), async () => [
    { address: "127.0.0.1", family: 4 },
  ]);
  const link = await makeOpenScreen(guard)({ url, apiUrl: "https://127.0.0.1/", caCertificate });
  let text = "";
  let end: LinkEnd | null = null;
  link.write(Buffer.from("early "));
  link.start({
    onBytes: (bytes) => {
      text += Buffer.from(bytes).toString("utf8");
    },
    onDrain: () => undefined,
    onEnd: (found) => {
      end = found;
    },
  });
  return { link, text: () => text, end: () => end };
}

test("bytes go both ways over a connection that the registration's authority vouches for", async () => {
  const screen = await open(authority.caCertificate);
  await until(() => screen.text().includes("early"), PATIENCE_MS);

  screen.link.write(Buffer.from("later"));
  await until(() => screen.text().includes("later"), PATIENCE_MS);
  screen.link.close();
  await until(() => screen.end() !== null, PATIENCE_MS);

  expect(screen.text()).toContain("RFB 003.008\n");
  expect(sockets.clients.size).toBe(0);
});

test("a certificate that nobody vouches for is refused, and the token is told to nobody", async () => {
  const screen = await open(undefined);
  await until(() => screen.end() !== null, PATIENCE_MS);

  expect(screen.end()).toMatchObject({ reason: "console-refused" });
  expect(JSON.stringify(screen.end())).not.toContain("secret-token");
  expect(screen.text()).toBe("");
});
