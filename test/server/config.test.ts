import { expect, test } from "@jest/globals";
import { readConfig } from "../../server/config.ts";
import type { AppError } from "../../src/kernel/app-error.ts";

test("without any setting the service is a private one on this machine", () => {
  expect(readConfig({}, "/srv/app")).toEqual({
    host: "127.0.0.1",
    port: 4680,
    publicUrl: undefined,
    allowedHosts: [],
    dataFolder: "/srv/app/.twinstack",
    databaseUrl: undefined,
    concurrency: 4,
    driftMinutes: 60,
    engineSandbox: "auto",
    images: {
      ...{ folder: "/srv/app/.twinstack/images", url: undefined, networks: [], mostGib: 50 },
      quotaBytes: 100 * 1024 ** 3,
    },
    buckets: { mostBytes: 5 * 1024 ** 3 },
    keepPlansDays: 30,
    logLevel: "info",
    logTo: "file",
    sandbox: { mode: "auto", openstackPort: 0, cloudstackPort: 0, latency: "recorded" },
    oldSecretKey: undefined,
    serviceUrl: undefined,
    webhookNetworks: [],
    remote: {
      networks: [],
      sourceAddresses: [],
      port: 22,
      limits: { idleMs: 15 * 60_000, longestMs: 240 * 60_000, perPerson: 4, inAll: 64 },
    },
    worker: true,
    metricsToken: undefined,
    oldPostgresBinDir: undefined,
    pageFolder: "/srv/app/web/dist",
    traceEndpoint: undefined,
    secretKey: undefined,
    smtp: null,
    openid: null,
    sessionLimits: { idleMs: 12 * 3_600_000, absoluteMs: 168 * 3_600_000 },
    trustedProxies: [],
  });
});

test("an empty variable counts as not set", () => {
  const config = readConfig({ DATABASE_URL: "", TWINSTACK_PUBLIC_URL: "", TWINSTACK_DATA: "" }, "/srv/app");

  expect([config.databaseUrl, config.publicUrl, config.dataFolder]).toEqual([
    undefined,
    undefined,
    "/srv/app/.twinstack",
  ]);
});

test("settings are read as what they are", () => {
  const config = readConfig(
    {
      TWINSTACK_PORT: "8080",
      TWINSTACK_PUBLIC_URL: "https://twin.example.org/",
      TWINSTACK_ALLOWED_HOSTS: "one.example, two.example",
      TWINSTACK_DATA: "/var/lib/twinstack",
      TWINSTACK_SANDBOX: "off",
      TWINSTACK_SECRET_KEY: Buffer.alloc(32, 1).toString("base64"),
    },
    "/srv/app",
  );

  expect(config).toMatchObject({
    port: 8080,
    publicUrl: "https://twin.example.org",
    allowedHosts: ["one.example", "two.example"],
    dataFolder: "/var/lib/twinstack",
    sandbox: { mode: "off" },
  });
});

test("every wrong setting is named at once", () => {
  let refusal: AppError | undefined;
  try {
    readConfig({ TWINSTACK_PORT: "ninety", TWINSTACK_LOG_LEVEL: "loud", TWINSTACK_SECRET_KEY: "c2hvcnQ=" }, "/srv/app");
  } catch (error) {
    refusal = error as AppError;
  }

  expect(refusal?.code).toBe("validation-failed");
  expect(refusal?.facts.issues?.map(({ pointer }) => pointer).sort()).toEqual([
    "/TWINSTACK_LOG_LEVEL",
    "/TWINSTACK_PORT",
    "/TWINSTACK_SECRET_KEY",
  ]);
});
