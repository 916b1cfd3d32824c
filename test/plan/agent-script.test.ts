import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { makeSecrets } from "../../src/adapters/secrets/secrets.ts";
import { BootstrapRequest, HeartbeatRequest, type Requirement } from "../../src/contract/index.ts";
import { agentFiles } from "../../src/plan/cloud-init/agent-script.ts";
import { requirementOf, WORKSPACE_ID } from "./_fakes/compile.ts";
import { type GuestFolder, guestFolder } from "./_fakes/guest-folder.ts";

const AGENT = "/usr/local/sbin/twinstack-agent";
const BOOT_ID = "6f1ce4ad-0000-4000-8000-000000000000";
const CONTENT = "KEY=“quoted” ~ $HOME\n".repeat(400);
const HEARTBEAT = "/machine/v1/heartbeat";
const BOOTSTRAP = "/machine/v1/bootstrap";

interface Call {
  readonly url: string;
  readonly token: string;
  readonly body: unknown;
}

/** The service as the agent sees it; a missing answer is a 500. */
let server: Server;
let calls: Call[];
let answers: Record<string, unknown>;
let guest: GuestFolder;

beforeEach(async () => {
  calls = [];
  answers = {};
  guest = guestFolder();
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = request.url ?? "";
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
      calls.push({ url, token: request.headers.authorization ?? "", body });
      const answer = answers[url];
      response.writeHead(answer === undefined ? 500 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(answer ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  guest.remove();
  await new Promise((resolve) => server.close(resolve));
});

async function machine(options: { readonly protected?: boolean; readonly manifest?: string } = {}): Promise<void> {
  const requirement: Requirement = await requirementOf({
    software: {
      services: ["nginx", "app"],
      files: [{ path: "/etc/shop/key", content: CONTENT, secret: true, permissions: "0600" }],
    },
    placement: { standby: { mode: "running" } },
    protection: { enabled: options.protected ?? false },
  });
  const { port } = server.address() as AddressInfo;
  const agent = { publicUrl: `http://127.0.0.1:${port}`, bootstrapToken: "one-time-token" };
  const files = agentFiles({ requirement, workspaceId: WORKSPACE_ID, site: "openstack", caPublicKey: "", agent });
  for (const file of files) guest.write(file.path, file.content, Number.parseInt(file.permissions ?? "0644", 8));
  guest.write("/etc/twinstack/secret-files", options.manifest ?? `${makeSecrets().sha256(CONTENT)} /etc/shop/key\n`);
  guest.write("/etc/ssh/ssh_host_ed25519_key.pub", "ssh-ed25519 AAAA root@shop\n");
  guest.write("/proc/sys/kernel/random/boot_id", `${BOOT_ID}\n`);
  uptime(100);
  guest.command(
    "systemctl",
    `case "$1" in
  is-active) [ -e "${guest.root}/active-$3" ] ;;
  start) echo "start $2" >>"$LOG"; : >"${guest.root}/active-$2" ;;
  stop) echo "stop $2" >>"$LOG"; rm -f "${guest.root}/active-$2" ;;
esac`,
  );
  guest.command("chown", 'echo "own $1" >>"$LOG"');
  answers[BOOTSTRAP] = {
    machineToken: "machine-token",
    files: [
      {
        path: "/etc/shop/key",
        contentBase64: Buffer.from(CONTENT).toString("base64"),
        owner: "root:root",
        permissions: "0600",
        sha256: makeSecrets().sha256(CONTENT),
      },
    ],
  };
  answers[HEARTBEAT] = { gate: "off", validForSeconds: 90, nextInSeconds: 30 };
}

function uptime(seconds: number): void {
  guest.write("/proc/uptime", `${seconds}.25 1000.00\n`);
}

function gate(state: "open" | "closed" | "off", validForSeconds = 90): void {
  answers[HEARTBEAT] = { gate: state, validForSeconds, nextInSeconds: 30 };
}

async function beat(): Promise<void> {
  const { code } = await guest.run(AGENT, ["beat"]);
  expect(code).toBe(0);
}

test("trades its token for its secrets once, places them and forgets the token", async () => {
  await machine();

  await beat();
  await beat();

  const bootstraps = calls.filter(({ url }) => url === BOOTSTRAP);
  expect(bootstraps).toHaveLength(1);
  expect(bootstraps[0]?.token).toBe("Bearer one-time-token");
  expect(BootstrapRequest.parse(bootstraps[0]?.body)).toEqual({
    workspaceId: WORKSPACE_ID,
    site: "openstack",
    hostKeys: ["ssh-ed25519 AAAA root@shop"],
  });
  expect(guest.read("/etc/shop/key")).toBe(CONTENT);
  expect(guest.log()).toContain("own root:root");
  expect(guest.has("/etc/twinstack/bootstrap-token")).toBe(false);
  expect(guest.has("/var/lib/twinstack/answer")).toBe(false);
  expect(guest.read("/var/lib/twinstack/machine-token")).toBe("machine-token");
});

test("reports uptime, boot and gate under its own token", async () => {
  await machine();
  guest.write("/var/lib/cloud/instance/boot-finished", "");

  await beat();

  const report = calls.find(({ url }) => url === HEARTBEAT);
  expect(report?.token).toBe("Bearer machine-token");
  expect(HeartbeatRequest.parse(report?.body)).toEqual({
    workspaceId: WORKSPACE_ID,
    site: "openstack",
    bootId: BOOT_ID,
    uptimeSeconds: 100,
    firstBootDone: true,
    gate: "off",
  });
});

test("tries again while the service does not answer, and keeps its token until then", async () => {
  await machine();
  const answer = answers[BOOTSTRAP];
  answers[BOOTSTRAP] = undefined;

  await beat();
  expect(guest.read("/etc/twinstack/bootstrap-token")).toBe("one-time-token");
  answers[BOOTSTRAP] = answer;
  await beat();

  expect(guest.read("/etc/shop/key")).toBe(CONTENT);
});

test.each([
  ["a changed content", { contentBase64: "AAAA" }],
  ["a path nobody announced", { path: "/etc/passwd" }],
  ["a digest nobody announced", { sha256: "1".repeat(64) }],
])("refuses %s", async (_what, change) => {
  await machine();
  const { files } = answers[BOOTSTRAP] as { files: Record<string, string>[] };
  answers[BOOTSTRAP] = { machineToken: "machine-token", files: files.map((file) => ({ ...file, ...change })) };

  await beat();

  expect(guest.has("/etc/shop/key")).toBe(false);
  expect(guest.has("/etc/passwd")).toBe(false);
  expect(guest.has("/etc/shop/key.twinstack-new")).toBe(false);
});

test("an unprotected machine starts its services after first boot and never stops them", async () => {
  await machine();
  await guest.run(AGENT, ["services-start"]);
  answers = {};

  await beat();
  uptime(100_000);
  await beat();

  expect(guest.log().filter((line) => !line.startsWith("own"))).toEqual(["start nginx", "start app"]);
  expect(guest.has("/run/twinstack/serving")).toBe(true);
});

test("a protected machine starts nothing before it is told to", async () => {
  await machine({ protected: true });
  answers = {};

  await guest.run(AGENT, ["services-start"]);
  await beat();

  expect(guest.log()).toEqual([]);
  expect(guest.has("/run/twinstack/serving")).toBe(false);
});

test("a protected machine serves while the last answer is valid, and stops by itself when it no longer is", async () => {
  await machine({ protected: true });
  await guest.run(AGENT, ["services-start"]);
  gate("open", 90);

  await beat();
  expect(guest.log().filter((line) => line.startsWith("start"))).toEqual(["start nginx", "start app"]);
  answers[HEARTBEAT] = undefined;
  uptime(189);
  await beat();
  expect(guest.log()).toEqual([]);
  expect(guest.has("/run/twinstack/serving")).toBe(true);
  uptime(190);
  await beat();

  expect(guest.log()).toEqual(["stop nginx", "stop app"]);
  expect(guest.has("/run/twinstack/serving")).toBe(false);
});

test("a reboot of a protected machine begins closed, whatever was valid before", async () => {
  await machine({ protected: true });
  await guest.run(AGENT, ["services-start"]);
  gate("open");
  await beat();
  guest.write("/run/twinstack/open-until", "");
  guest.log();
  answers[HEARTBEAT] = undefined;
  uptime(5);

  await beat();

  expect(guest.log()).toEqual(["stop nginx", "stop app"]);
});

test("closed stops at once, off releases the gate for good, and protection may come later", async () => {
  await machine();
  await guest.run(AGENT, ["services-start"]);
  guest.log();

  gate("closed");
  await beat();
  expect(guest.log().filter((line) => !line.startsWith("own"))).toEqual(["stop nginx", "stop app"]);
  expect(guest.has("/var/lib/twinstack/gated")).toBe(true);
  gate("off");
  await beat();

  expect(guest.log()).toEqual(["start nginx", "start app"]);
  expect(guest.has("/var/lib/twinstack/gated")).toBe(false);
});

test.each([
  ["no JSON", "<html>"],
  ["an unknown word", { gate: "ajar", validForSeconds: 90, nextInSeconds: 30 }],
  ["no validity", { gate: "open", nextInSeconds: 30 }],
  ["a validity that is no number", { gate: "open", validForSeconds: "9;reboot", nextInSeconds: 30 }],
])("an answer with %s opens nothing", async (_what, answer) => {
  await machine({ protected: true });
  await guest.run(AGENT, ["services-start"]);
  answers[HEARTBEAT] = answer;

  await beat();

  expect(guest.log().filter((line) => line.startsWith("start"))).toEqual([]);
  expect(guest.has("/run/twinstack/serving")).toBe(false);
});
