/** The real CloudStack provider, which verifies no certificate itself, behind the proxy that does. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { request as plainRequest } from "node:http";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from "@jest/globals";
import { openTunnel } from "../../../src/adapters/cloudstack-proxy/open-tunnel.ts";
import { synthesizeSite } from "../../../stacks/synthesize-site.ts";
import { type EngineBench, openEngineBench } from "../../_helpers/engine-bench.ts";
import { makePrivateAuthority, type PrivateAuthority } from "../../_helpers/private-authority.ts";
import { openCloudstackSite } from "../../_helpers/sandbox-site.ts";
import { startTlsFront } from "../../_helpers/tls-front.ts";

jest.setTimeout(120_000);

let authority: PrivateAuthority;
let stranger: PrivateAuthority;
let site: Awaited<ReturnType<typeof openCloudstackSite>>;
let bench: EngineBench;
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  [authority, stranger, site] = await Promise.all([
    makePrivateAuthority(),
    makePrivateAuthority(),
    openCloudstackSite(),
  ]);
});
afterAll(() => site.close());
beforeEach(async () => {
  bench = await openEngineBench();
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  await bench.close();
});

async function front(pair: { readonly key: string; readonly cert: string }) {
  const made = await startTlsFront(site.environment["CLOUDSTACK_API_URL"] ?? "", pair);
  open.push(made);
  return made;
}

/** Plans and applies the site with everything going to the TLS front. */
async function applyThrough(port: number, ca: string | undefined) {
  const engine = bench.engine({ tunnel: openTunnel });
  const files = synthesizeSite(site.plan());
  const environment = {
    ...site.environment,
    CLOUDSTACK_API_URL: `https://127.0.0.1:${port}/client/api`,
    ...(ca !== undefined && { TWINSTACK_CLOUDSTACK_CA: ca }),
  };
  const request = () => bench.request(files, { site: "cloudstack", environment });
  const planned = await engine.plan(await request());
  if (planned.kind !== "planned") return { planned, applied: null };
  const stored = { planFile: planned.planFile, planJson: {}, terraform: files, stateSerial: null };
  return { planned, applied: await engine.apply(await request(), stored) };
}

test("with the right authority everything is made, asynchronous calls and signed queries included", async () => {
  const { port, asked } = await front(authority.server);

  const { applied } = await applyThrough(port, authority.caCertificate);

  expect(applied).toMatchObject({ kind: "applied" });
  expect(asked.some((line) => line.includes("command=queryAsyncJobResult"))).toBe(true);
  expect(asked.every((line) => line.startsWith("POST /client/api") || line.includes("signature="))).toBe(true);
});

test.each([
  ["an unknown authority", () => authority.server, () => stranger.caCertificate, /tls: .*(signature|certificate)/],
  ["no authority of ours", () => authority.server, () => undefined, /tls: .*certificate/],
  ["an expired certificate", () => authority.expired, () => authority.caCertificate, /CERT_HAS_EXPIRED/],
  ["another host's name", () => authority.elsewhere, () => authority.caCertificate, /ERR_TLS_CERT_ALTNAME_INVALID/],
])("%s is refused with that reason, and nothing is sent", async (_what, pair, ca, reason) => {
  const { port, asked } = await front(pair());

  const { applied } = await applyThrough(port, ca());

  expect(applied).toMatchObject({ kind: "failed", failure: { code: "cloud-unreachable", phase: "apply" } });
  expect(JSON.stringify(applied)).toMatch(reason);
  expect(JSON.stringify(applied)).toContain(`no verified connection to 127.0.0.1:${port}`);
  expect(applied).toMatchObject({ failure: { summary: expect.stringContaining("certificate") } });
  expect(asked).toEqual([]);
});

test("a cloud that is down says so in the provider's own words", async () => {
  const { applied } = await applyThrough(9, authority.caCertificate);

  expect(applied).toMatchObject({ kind: "failed", failure: { code: "cloud-unreachable" } });
  expect(JSON.stringify(applied)).toContain("connection refused");
});

test("an http endpoint needs no proxy, and the authority is for us alone", async () => {
  const given = { CLOUDSTACK_API_URL: "http://127.0.0.1:8080/client/api", TWINSTACK_CLOUDSTACK_CA: "PEM", OTHER: "x" };

  const tunnel = await openTunnel(given, bench.folder);

  expect(tunnel.environment).toEqual({ CLOUDSTACK_API_URL: given.CLOUDSTACK_API_URL, OTHER: "x" });
});

function ask(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    plainRequest(url, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

test("nobody who does not know its path gets through, and it ends with its run", async () => {
  const { port, asked } = await front(authority.server);
  const apiUrl = `https://127.0.0.1:${port}/client/api`;
  const environment = { CLOUDSTACK_API_URL: apiUrl, TWINSTACK_CLOUDSTACK_CA: authority.caCertificate };
  const tunnel = await openTunnel(environment, bench.folder);
  const local = new URL(tunnel.environment["CLOUDSTACK_API_URL"] ?? "");

  const guessed = await Promise.all([
    ask(`${local.origin}/client/api?command=listZones`),
    ask(`${local.origin}/${"A".repeat(32)}/client/api?command=listZones`),
  ]);
  const known = await ask(`${local.href}?command=listZones`);
  const message = tunnel.restore(`Get "${local.href}?command=x": EOF`);
  await tunnel.close();

  expect(guessed).toEqual([404, 404]);
  expect(known).toBe(401);
  expect(asked).toEqual(["GET /client/api?command=listZones"]);
  expect(message).toBe(`Get "${apiUrl}?command=x": EOF`);
  await expect(ask(local.href)).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

test("it outlives a killed service, because the engine does, and ends when the run's folder is gone", async () => {
  const { port, asked } = await front(authority.server);
  const apiUrl = `https://127.0.0.1:${port}/client/api`;
  const environment = { CLOUDSTACK_API_URL: apiUrl, TWINSTACK_CLOUDSTACK_CA: authority.caCertificate };
  const program = fileURLToPath(new URL("../../_fixtures/tunnel-owner.ts", import.meta.url));
  const owner = spawn(process.execPath, [program, JSON.stringify(environment), bench.folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(owner.stdout, "data");
  const url = String(line).trim();
  const ended = once(owner, "exit");
  owner.kill("SIGKILL");
  await ended;

  const orphaned = await ask(url);
  await rm(bench.folder, { recursive: true });
  let refused = false;
  while (!refused) {
    refused = await ask(url).then(
      () => false,
      () => true,
    );
  }

  expect(orphaned).toBe(401);
  expect(asked.length).toBeGreaterThan(0);
});
