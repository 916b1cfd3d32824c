import { afterEach, beforeAll, expect, test } from "@jest/globals";
import * as z from "zod";
import { type HttpOptions, makeHttpClient } from "../../../src/adapters/http/http-client.ts";
import { probeAddress } from "../../../src/adapters/http/probe-address.ts";
import { readAs, readJson } from "../../../src/adapters/http/read-json.ts";
import { makePrivateAuthority, type PrivateAuthority } from "../../_helpers/private-authority.ts";
import { type Script, type ScriptedServer, startScriptedServer } from "../../_helpers/scripted-server.ts";

const pauses: number[] = [];
const tools = {
  pause: async (ms: number) => {
    pauses.push(ms);
  },
  random: () => 0.5,
};
let authority: PrivateAuthority;
const servers: ScriptedServer[] = [];

beforeAll(async () => {
  authority = await makePrivateAuthority();
});

afterEach(async () => {
  pauses.length = 0;
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(script: Script, tls?: PrivateAuthority["server"]): Promise<ScriptedServer> {
  const server = await startScriptedServer(script, tls);
  servers.push(server);
  return server;
}

function client(options: Partial<HttpOptions> = {}) {
  return makeHttpClient({ secrets: [], tools, ...options });
}

function get(url: string, options?: Partial<HttpOptions>) {
  return client(options).send({ method: "GET", url, what: "list of things" });
}

test("answers any status as it is", async () => {
  const server = await serve(() => ({ status: 404, body: { error: "no" }, headers: { "x-kind": "A" } }));

  const answer = await get(`${server.url}/x`);

  expect(answer).toMatchObject({ status: 404, text: '{"error":"no"}', headers: { "x-kind": "A" } });
});

test.each([429, 503, 502, 504])("repeats a GET after %s with growing, jittered pauses", async (status) => {
  let count = 0;
  const server = await serve(() => ({ status: ++count < 3 ? status : 200 }));

  const answer = await get(server.url);

  expect(answer.status).toBe(200);
  expect(pauses).toEqual([250, 500]);
});

test("waits as long as the cloud asks for, within reason", async () => {
  const waits = ["2", "3600"];
  const server = await serve(() => {
    const wait = waits.shift();
    return wait === undefined ? {} : { status: 429, headers: { "retry-after": wait } };
  });

  await get(server.url);

  expect(pauses).toEqual([2000, 10_000]);
});

test("gives the last answer back when the cloud stays busy", async () => {
  const server = await serve(() => ({ status: 503 }));

  expect((await get(server.url)).status).toBe(503);
  expect(server.seen).toHaveLength(3);
});

test("never repeats a POST: it may have done its work before the answer was lost", async () => {
  const server = await serve((_, response) => {
    response.destroy();
    return null;
  });

  const sent = client().send({ method: "POST", url: server.url, body: "a=b", what: "deploy" });

  await expect(sent).rejects.toMatchObject({ code: "cloud-unreachable", facts: { reason: "cut-off" } });
  expect(server.seen).toHaveLength(1);
});

test("repeats a GET whose connection broke, and says so when it breaks again and again", async () => {
  const server = await serve((_, response) => {
    response.destroy();
    return null;
  });

  await expect(get(server.url)).rejects.toMatchObject({ code: "cloud-unreachable", facts: { reason: "cut-off" } });
  expect(server.seen).toHaveLength(3);
});

test("does not take half a body for an answer", async () => {
  const server = await serve((_, response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write('{"servers":[');
    setImmediate(() => response.destroy());
    return null;
  });

  await expect(get(server.url)).rejects.toMatchObject({ code: "cloud-unreachable", facts: { reason: "cut-off" } });
});

test("gives up on a server that hangs, before and in the middle of the body", async () => {
  const silent = await serve(() => null);
  const stuck = await serve((_, response) => {
    response.writeHead(200);
    response.write("{");
    return null;
  });

  for (const { url } of [silent, stuck]) {
    await expect(get(url, { timeoutMs: 100 })).rejects.toMatchObject({
      code: "cloud-unreachable",
      facts: { reason: "time-out" },
    });
  }
  expect(silent.seen).toHaveLength(1);
});

test("stops at once when the caller gives up", async () => {
  const server = await serve(() => null);
  const caller = new AbortController();

  const sent = client().send({ method: "GET", url: server.url, signal: caller.signal, what: "list" });
  setTimeout(() => caller.abort(), 20);

  await expect(sent).rejects.toMatchObject({ code: "cloud-unreachable", facts: { reason: "given-up" } });
});

test("names refusal and unknown hosts, with the host and a remedy", async () => {
  const gone = await serve(() => ({}));
  await gone.close();

  await expect(get(gone.url)).rejects.toMatchObject({ facts: { reason: "refused", host: new URL(gone.url).host } });
  await expect(get("http://no-such-host.invalid/")).rejects.toThrow(
    /the host name is not known .*Correct the host name/,
  );
});

test("trusts a private authority only when its bundle is given", async () => {
  const server = await serve(() => ({ body: { ok: true } }), authority.server);

  expect((await get(server.url, { caCertificate: authority.caCertificate })).status).toBe(200);
  await expect(get(server.url)).rejects.toMatchObject({
    code: "cloud-unreachable",
    facts: { reason: "tls-untrusted", remedy: expect.stringContaining("caCertificate") },
  });
});

test("refuses a certificate made for another host", async () => {
  const server = await serve(() => ({}), authority.elsewhere);

  await expect(get(server.url, { caCertificate: authority.caCertificate })).rejects.toMatchObject({
    facts: { reason: "tls-name" },
  });
});

test("says so when the port speaks no TLS, or no HTTP", async () => {
  const plain = await serve(() => ({}));

  await expect(get(plain.url.replace("http:", "https:"))).rejects.toMatchObject({ facts: { reason: "tls" } });
});

test("follows no redirect, which could carry a token to another host", async () => {
  const server = await serve(() => ({
    status: 301,
    headers: { location: "https://x.example/v3?token=canary" },
    body: "",
  }));

  const answer = await get(server.url);

  expect(() => readJson(answer, "identity")).toThrow(/redirected to https:\/\/x\.example\/v3\. Register that address/);
  expect(server.seen).toHaveLength(1);
});

test("tells a proxy's page from a program that answers at the wrong address", async () => {
  const page = { headers: { "content-type": "text/html" }, body: "<html><h1>502 Bad Gateway</h1></html>" };
  const gateway = await serve(() => ({ status: 502, ...page }));
  const other = await serve(() => ({ status: 200, ...page }));

  const fromGateway = await get(gateway.url);
  const fromOther = await get(other.url);

  expect(() => readJson(fromGateway, "flavors")).toThrow(
    /a web page came instead of JSON \(HTTP 502\).*behind a proxy is down/,
  );
  expect(() => readJson(fromOther, "flavors")).toThrow(/another program answers at this address/);
});

test("checks only the fields it uses and names the place of a surprise", () => {
  const Things = z.object({ things: z.array(z.object({ id: z.string() })) });

  expect(readAs(Things, { things: [{ id: "a", new: 1 }], more: true }, "things")).toEqual({ things: [{ id: "a" }] });
  expect(() => readAs(Things, { things: [{ id: 7 }] }, "things")).toThrow(/unexpected form at things\.0\.id/);
});

test("takes secrets out of text, also escaped and in foreign requests that a proxy echoes", () => {
  const { redact } = client({ secrets: ["s3cr+t/key"] });

  expect(redact("key s3cr+t/key")).toBe("key …");
  expect(redact("GET /?x=s3cr%2Bt%2Fkey&signature=abc%3D&apikey=K9")).toBe("GET /?x=…&signature=…&apikey=…");
});

test("probes address and certificate step by step", async () => {
  const server = await serve(() => ({}), authority.server);
  const gone = await serve(() => ({}));
  await gone.close();

  expect(await probeAddress(server.url, authority.caCertificate)).toMatchObject([
    { step: "address", ok: true },
    { step: "tls", ok: true, detail: expect.stringContaining("valid until") },
  ]);
  expect(await probeAddress(server.url)).toMatchObject([
    { step: "address", ok: true },
    { step: "tls", ok: false, remedy: expect.stringContaining("caCertificate") },
  ]);
  expect(await probeAddress(gone.url)).toMatchObject([
    { step: "address", ok: false, detail: "the connection was refused" },
  ]);
  expect(await probeAddress("http://no-such-host.invalid")).toMatchObject([
    { step: "address", ok: false, detail: "the host name is not known" },
  ]);
});
