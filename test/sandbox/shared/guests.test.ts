import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { askSocket } from "../../../sandbox/shared/guests/ask-socket.ts";
import { admitsThisHost, guestNetwork } from "../../../sandbox/shared/guests/guest-network.ts";
import { lastLines } from "../../../sandbox/shared/guests/last-lines.ts";

const card = { mac: "02:00:00:00:00:01", address: "10.42.0.2", cidr: "10.42.0.0/24", gateway: "10.42.0.1" };

test("the name server of a guest's network is at an address that neither the machine nor its gateway has", () => {
  const usual = guestNetwork(card).dns;
  const taken = guestNetwork({ ...card, address: "10.42.0.254", gateway: "10.42.0.253" }).dns;

  expect([usual, taken]).toEqual(["10.42.0.254", "10.42.0.252"]);
});

test("a rule lets this host in when its range holds the loopback address", () => {
  const seen = ["0.0.0.0/0", "127.0.0.0/8", "127.0.0.1/32", "127.0.0.2/32", "203.0.113.0/24"].map(admitsThisHost);

  expect(seen).toEqual([true, true, true, false, false]);
});

test("a console is shown without colours, at most its last twenty lines, none too wide", () => {
  const text = `${"first\n".repeat(30)}\u001b[0;32m  OK  \u001b[0m started\r\n${"x".repeat(200)}\n`;

  const lines = lastLines(text);

  expect(lines).toHaveLength(20);
  expect(lines.at(-2)).toBe("  OK   started");
  expect(lines.at(-1)).toHaveLength(90);
});

test("a socket's refusal is told in its own words, and silence ends the question", async () => {
  const folder = await mkdtemp(join(tmpdir(), "twg-test-"));
  const path = join(folder, "socket");
  const server = createServer((socket) => {
    socket.on("data", (bytes) => {
      if (bytes.includes("refuse")) socket.write('{"error": {"desc": "not like this"}}\n');
      if (bytes.includes("ping")) socket.write('noise\n{"event": "POWERDOWN"}\n{"return": {"pong": true}}\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const ask = (execute: string) => askSocket({ path, commands: [{ execute }], patienceMs: 200 });

  const answered = await ask("ping");
  const refused = await ask("refuse").catch((error: Error) => error.message);
  const silent = await ask("nothing").catch((error: Error) => error.message);

  server.close();
  await rm(folder, { recursive: true, force: true });
  expect(answered).toEqual({ pong: true });
  expect([refused, silent]).toEqual(["not like this", "no answer in 200 ms"]);
});
