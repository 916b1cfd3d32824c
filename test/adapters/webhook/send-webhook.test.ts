import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "@jest/globals";
import { makeAddressGuard } from "../../../src/adapters/http/address-guard.ts";
import { makeSendWebhook } from "../../../src/adapters/webhook/send-webhook.ts";
import { newWebhookSecret, signWebhook } from "../../../src/adapters/webhook/sign-webhook.ts";

const closers: (() => Promise<unknown> | unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function sender(allowed: readonly string[], names: Readonly<Record<string, string[]>> = {}) {
  const lookup = async (host: string) =>
    (names[host] ?? []).map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  const made = makeSendWebhook(makeAddressGuard(allowed, lookup));
  closers.push(made.close);
  return made.send;
}

async function receiver(status: number, headers: Record<string, string> = {}) {
  const heard: { url: string | undefined; headers: NodeJS.Dict<string | string[]>; body: string }[] = [];
  const server: Server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      heard.push({ url: request.url, headers: request.headers, body });
      response.writeHead(status, headers).end("x".repeat(1_000_000));
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  closers.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  return { heard, port: (server.address() as AddressInfo).port };
}

test("an allowed receiver gets the message as it was signed", async () => {
  const { heard, port } = await receiver(200);
  const send = sender(["127.0.0.0/8"], { "hook.example": ["127.0.0.1"] });

  const outcome = await send(`http://hook.example:${port}/in?x=1`, { "webhook-id": "d-1" }, '{"ä":1}');

  expect(outcome).toEqual({ kind: "answered", status: 200 });
  expect(heard.map(({ url, body }) => [url, body])).toEqual([["/in?x=1", '{"ä":1}']]);
  expect(heard[0]?.headers["webhook-id"]).toBe("d-1");
});

test.each([
  ["loopback", "127.0.0.1"],
  ["a private network", "10.0.0.7"],
  ["the metadata service", "169.254.169.254"],
  ["carrier-grade NAT", "100.64.0.1"],
  ["this host", "0.0.0.0"],
  ["loopback in IPv6", "::1"],
  ["IPv4 in IPv6", "::ffff:127.0.0.1"],
  ["IPv4 behind NAT64", "64:ff9b::7f00:1"],
  ["a unique local address", "fd00::1"],
  ["a link-local address", "fe80::1"],
  ["multicast", "224.0.0.1"],
])("a name and an address that lead to %s are refused before anything is sent", async (_what, address) => {
  const { heard, port } = await receiver(200);
  const send = sender([], { "inner.example": [address], "mixed.example": ["93.184.216.34", address] });
  const literal = address.includes(":") ? `[${address}]` : address;

  const outcomes = await Promise.all(
    [`inner.example:${port}`, `mixed.example:${port}`, `${literal}:${port}`].map((host) =>
      send(`http://${host}/`, {}, "{}"),
    ),
  );

  expect(outcomes.map((outcome) => outcome.kind === "failed" && /not a public address/.test(outcome.failure))).toEqual([
    true,
    true,
    true,
  ]);
  expect(heard).toEqual([]);
});

test("numbers that only look like names are judged as the addresses they are", async () => {
  const send = sender([]);

  const outcomes = await Promise.all(
    ["http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://0177.0.0.1/"].map((url) => send(url, {}, "{}")),
  );

  expect(outcomes.every((outcome) => outcome.kind === "failed" && /not a public address/.test(outcome.failure))).toBe(
    true,
  );
});

test("a redirect is an answer and is not followed", async () => {
  const inner = await receiver(200);
  const outer = await receiver(302, { location: `http://127.0.0.1:${inner.port}/secret` });
  const send = sender(["127.0.0.0/8"]);

  const outcome = await send(`http://127.0.0.1:${outer.port}/`, {}, "{}");

  expect(outcome).toEqual({ kind: "answered", status: 302 });
  expect(inner.heard).toEqual([]);
});

test("a name without an address and a closed port fail with the reason", async () => {
  const { port } = await receiver(200);
  await closers.pop()?.();
  const send = sender(["127.0.0.0/8"]);

  const nowhere = await send("http://nowhere.example/", {}, "{}");
  const closed = await send(`http://127.0.0.1:${port}/`, {}, "{}");

  expect(nowhere).toEqual({ kind: "failed", failure: "nowhere.example has no address." });
  expect(closed).toMatchObject({ kind: "failed", failure: expect.stringContaining("ECONNREFUSED") });
});

test("the signature is what Standard Webhooks receivers compute", () => {
  const secret = newWebhookSecret();
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");

  const signature = signWebhook(secret, "d-1", 1_795_262_400, '{"a":1}');

  expect(signature).toBe(`v1,${createHmac("sha256", key).update('d-1.1795262400.{"a":1}').digest("base64")}`);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
});
