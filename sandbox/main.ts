/**
 * Both sandbox clouds in one process, for a try-out and for `npm start` without a registered cloud.
 *
 *   node sandbox/main.ts [--data DIR] [--openstack-port N] [--cloudstack-port N] [--latency instant|recorded] [--host H]
 *
 * Every flag has a variable: SANDBOX_DATA, SANDBOX_OPENSTACK_PORT, SANDBOX_CLOUDSTACK_PORT, SANDBOX_LATENCY,
 * SANDBOX_HOST. SANDBOX_ADMIN_TOKEN (environment only) opens the fault switches; SANDBOX_EXTERNAL_PREFIX (environment
 * only, such as 127.0.77) says where OpenStack's public addresses are, for tests whose machines answer, and
 * SANDBOX_PUBLIC_PREFIX where CloudStack's are. SANDBOX_GUESTS=qemu puts a real system behind each machine, made of the
 * image in the folder SANDBOX_GUEST_IMAGE (`node tools/guest-image.mjs` prints it). Ports are free ones unless given,
 * state is in memory unless a directory is given. Once both clouds answer, one JSON line on stdout says how each is
 * registered. It ends on SIGINT and SIGTERM, and with its parent: when standard input is a pipe and that pipe closes.
 */
import { fstatSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SANDBOX_CREDENTIALS } from "./cloudstack/seed/credentials.ts";
import { startCloudstackSandbox } from "./cloudstack/start-cloudstack-sandbox.ts";
import { startOpenstackSandbox } from "./openstack/start-openstack-sandbox.ts";
import type { GuestSettings } from "./shared/guests/guest-keeper.ts";
import type { LatencyMode } from "./shared/latency.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    "openstack-port": { type: "string" },
    "cloudstack-port": { type: "string" },
    latency: { type: "string" },
    host: { type: "string" },
  },
});

const data = values["data"] ?? process.env["SANDBOX_DATA"];
const common = {
  host: values["host"] ?? process.env["SANDBOX_HOST"] ?? "127.0.0.1",
  latency: latencyMode(values["latency"] ?? process.env["SANDBOX_LATENCY"] ?? "recorded"),
  adminToken: process.env["SANDBOX_ADMIN_TOKEN"],
};
const guests = process.env["SANDBOX_GUESTS"] === "qemu" ? process.env["SANDBOX_GUEST_IMAGE"] : undefined;
if (process.env["SANDBOX_GUESTS"] === "qemu" && guests === undefined) {
  throw new Error("SANDBOX_GUESTS=qemu needs SANDBOX_GUEST_IMAGE, a folder that tools/guest-image.mjs has filled");
}

const openstack = await startOpenstackSandbox({
  ...common,
  port: portNumber(values["openstack-port"] ?? process.env["SANDBOX_OPENSTACK_PORT"]),
  stateFile: data === undefined ? undefined : join(data, "openstack.json"),
  externalPrefix: process.env["SANDBOX_EXTERNAL_PREFIX"],
  guests: guestSettings("openstack"),
});
const cloudstack = await startCloudstackSandbox({
  ...common,
  port: portNumber(values["cloudstack-port"] ?? process.env["SANDBOX_CLOUDSTACK_PORT"]),
  stateFile: data === undefined ? undefined : join(data, "cloudstack.json"),
  // On a laptop the exchanged images are served from this very machine.
  allowLoopbackImages: true,
  publicPrefix: process.env["SANDBOX_PUBLIC_PREFIX"],
  guests: guestSettings("cloudstack"),
});

const ready = {
  openstack: {
    kind: "openstack",
    authUrl: openstack.authUrl,
    region: "RegionOne",
    credentials: { type: "password", username: "demo", password: "demo", projectName: "demo" },
  },
  cloudstack: {
    kind: "cloudstack",
    apiUrl: cloudstack.apiUrl,
    zone: "sandbox-zone",
    // An ordinary account may not expunge: its networks would outlive a destroy by a day, as on a real cloud.
    credentials: SANDBOX_CREDENTIALS.admin,
  },
};

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
const stdin = fstatSync(0);
if (stdin.isFIFO() || stdin.isSocket()) {
  process.stdin.on("close", () => void stop());
  process.stdin.resume();
}
process.stdout.write(`${JSON.stringify(ready)}\n`);

async function stop(): Promise<never> {
  await Promise.all([openstack.close(), cloudstack.close()]);
  process.exit(0);
}

function guestSettings(cloud: string): GuestSettings | undefined {
  if (guests === undefined) return undefined;
  return { imageFolder: guests, diskFolder: data === undefined ? undefined : join(data, `${cloud}-guests`) };
}

function portNumber(text: string | undefined): number {
  const port = Number(text ?? 0);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`a port must be a number from 0 to 65535, not "${text}"`);
}

function latencyMode(text: string): LatencyMode {
  if (text === "instant" || text === "recorded") return text;
  throw new Error(`latency must be instant or recorded, not "${text}"`);
}
