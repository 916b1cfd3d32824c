import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { makeForward } from "./forward.ts";

// One proxy for one command of one run. The first line of stdin is its settings: they hold what makes it private, which
// in arguments everybody could read. The end of stdin means that the service has ended, or wants the proxy to.

const LOOK_MS = 1_000;
const IDLE_LIMIT_MS = 600_000;

const lines = createInterface({ input: process.stdin });
const [line] = (await once(lines, "line")) as [string];
const { origin, ca, token, folder } = JSON.parse(line) as Readonly<Record<"origin" | "token" | "folder", string>> & {
  readonly ca?: string;
};
let lastAsked = performance.now();
const server = createServer(
  makeForward({
    ...{ origin, ca, token },
    onRequest: () => {
      lastAsked = performance.now();
    },
  }),
);
// The provider may keep a quiet connection for as long as it waits between two looks at an asynchronous call.
server.keepAliveTimeout = 120_000;
server.listen(0, "127.0.0.1");
await once(server, "listening");
const address = server.address();
process.stdout.write(`${typeof address === "object" && address !== null ? address.port : 0}\n`);
process.on("SIGINT", () => undefined);
lines.on("close", () => {
  setInterval(() => {
    if (!existsSync(folder) || performance.now() - lastAsked > IDLE_LIMIT_MS) process.exit(0);
  }, LOOK_MS);
});
