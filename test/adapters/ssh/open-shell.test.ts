import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { makeSecrets } from "../../../src/adapters/secrets/secrets.ts";
import { makeOpenShell, type OpenShellOptions } from "../../../src/adapters/ssh/open-shell.ts";
import { sweepSessionFolders } from "../../../src/adapters/ssh/session-folder.ts";
import type { LinkEnd, MachineLink, ScreenSize } from "../../../src/remote/ports.ts";
import { freePort, type SshMachine, startSshMachine } from "../../_helpers/ssh-machine.ts";
import { until } from "../../_helpers/until.ts";

const ADDRESS = "127.0.77.10";
const WORKSPACE = randomUUID();
const PATIENCE_MS = 20_000;
let machine: SshMachine;
let authority: { publicKey: string; privateKey: string };
let port: number;
let folder: string;
let kept: string[];

beforeAll(async () => {
  authority = await makeSecrets().generateKeyPair("twinstack");
  port = await freePort();
  machine = await startSshMachine({ address: ADDRESS, port, workspaceId: WORKSPACE, authority: authority.publicKey });
}, 30_000);
afterAll(() => machine?.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ts-shells-"));
  kept = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Talk {
  readonly link: MachineLink;
  readonly id: string;
  said(): string;
  ended(): LinkEnd | null;
  type(text: string): void;
  hears(text: string): Promise<void>;
  ends(): Promise<LinkEnd>;
}

async function talk(
  options: Partial<OpenShellOptions> & { size?: ScreenSize; hostKeys?: readonly string[] } = {},
): Promise<Talk> {
  const { hostKeys = machine.hostKeys, size = { columns: 80, rows: 24 }, ...rest } = options;
  const open = makeOpenShell({
    store: {
      authority: async (id) => (id === WORKSPACE ? authority.privateKey : null),
      hostKeys: async () => hostKeys,
      keepHostKeys: async (_workspace, _site, _instance, keys) => void kept.push(...keys),
    },
    clock: { now: () => new Date() },
    folder,
    searchPath: process.env["PATH"] ?? "",
    account: "twinstack",
    port,
    sourceAddresses: [],
    onError: (error) => {
      throw error;
    },
    ...rest,
  });
  const id = randomUUID();
  const place = { workspaceId: WORKSPACE, site: "openstack" as const, instanceId: "i-1" };
  const link = await open({ sessionId: id, ...place, address: ADDRESS, loginName: "nobody-here", size });
  let text = "";
  let end: LinkEnd | null = null;
  link.start({
    onBytes: (bytes) => {
      text += Buffer.from(bytes).toString("utf8");
    },
    onDrain: () => undefined,
    onEnd: (found) => {
      end = found;
    },
  });
  return {
    link,
    id,
    said: () => text,
    ended: () => end,
    type: (typed) => void link.write(Buffer.from(`${typed}\r`)),
    hears: (wanted) => until(() => text.includes(wanted) || end !== null, PATIENCE_MS),
    async ends() {
      await until(() => end !== null, PATIENCE_MS);
      if (end === null) throw new Error("it goes on");
      return end;
    },
  };
}

/** Programs that still run with this text in their command line or environment. */
async function processesOf(text: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (line.includes(text)) found.push(line);
  }
  return found;
}

test("a person gets the shell of the service's account, by a certificate that names the session", async () => {
  const shell = await talk();

  shell.type("echo I-am-$((40 + 2)) in $PWD");
  await shell.hears("I-am-42");
  shell.type("exit 3");
  const end = await shell.ends();

  expect(shell.said()).toMatch(/I-am-42 in \S+\/home/);
  expect(end).toEqual({ reason: "machine-ended", detail: null });
  expect(machine.log()).toMatch(new RegExp(`Accepted publickey for twinstack .*ID twinstack-session-${shell.id}`));
  expect(kept).toEqual([]);
});

test("the window's size reaches the machine, at first and when it changes", async () => {
  const shell = await talk({ size: { columns: 101, rows: 31 } });

  shell.type("stty size");
  await shell.hears("31 101");
  shell.link.resize({ columns: 66, rows: 22 });
  shell.type("sleep 0.2; stty size");
  await shell.hears("22 66");
  shell.link.close();
  await shell.ends();

  expect(shell.said()).toContain("31 101");
  expect(shell.said()).toContain("22 66");
});

test("neither ports, agents nor the escape character of ssh are at the person's hand", async () => {
  const shell = await talk();

  shell.type("echo ready; env | grep -c SSH_AUTH_SOCK");
  await shell.hears("ready");
  shell.link.write(Buffer.from("\r~C"));
  shell.type("");
  shell.type("echo still-$((1 + 1))");
  await shell.hears("still-2");
  const arguments_ = (await processesOf(shell.id)).join("\n");
  shell.link.close();
  await shell.ends();

  expect(shell.said()).not.toContain("ssh>");
  expect(shell.said()).toMatch(/still-2/);
  expect(arguments_).toContain("EscapeChar=none");
  expect(arguments_).toContain("ClearAllForwardings=yes");
});

test("what the person's processes see holds no secret, and files are for the service's user alone", async () => {
  const shell = await talk();
  shell.type("echo up");
  await shell.hears("up");

  const [session = ""] = await readdir(folder);
  const key = await readFile(join(folder, session, "key"), "utf8");
  const lines = await processesOf(shell.id);
  shell.link.close();
  await shell.ends();

  expect(key).toContain("PRIVATE KEY");
  expect(lines.length).toBeGreaterThan(0);
  const secretLine = key.split("\n")[1] ?? "?";
  expect(lines.join("\n")).not.toContain(secretLine);
});

test("leaving ends every process and removes every file", async () => {
  const shell = await talk();
  shell.type("echo up; sleep 600");
  await shell.hears("up");

  shell.link.close();
  await shell.ends();

  expect(await processesOf(shell.id)).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});

test("a host key that was not seen before is kept, and another one is refused afterwards", async () => {
  const first = await talk({ hostKeys: [] });
  first.type("echo up");
  await first.hears("up");
  await until(() => kept.length > 0, PATIENCE_MS);
  first.link.close();
  await first.ends();
  const again = await talk({ hostKeys: kept });
  again.type("echo known");
  await again.hears("known");
  again.link.close();
  await again.ends();
  await machine.changeHostKey();

  const other = await talk({ hostKeys: kept });
  const end = await other.ends();

  expect(kept).toEqual(machine.hostKeys.map((key) => key.split(" ").slice(0, 2).join(" ")));
  expect(again.said()).toContain("known");
  expect(end.reason).toBe("host-key-changed");
  expect(other.said()).toBe("");
});

test.each([
  ["a certificate that is too old", { clock: { now: () => new Date(Date.now() - 3_600_000) } }],
  ["a certificate for another address", { sourceAddresses: ["192.0.2.7/32"] }],
  ["another account", { account: "root" }],
])("%s opens nothing", async (_what, options) => {
  const shell = await talk({ hostKeys: [], ...options });

  const end = await shell.ends();

  expect(end.reason).toBe("login-refused");
  expect(shell.said()).toBe("");
  expect(await readdir(folder)).toEqual([]);
});

test("a machine that does not answer is told apart from one that refuses", async () => {
  const shell = await talk({ port: await freePort() });

  const end = await shell.ends();

  expect(end.reason).toBe("unreachable");
  expect(end.detail).toContain("refused");
});

test("a flood is held back while nobody takes it, and goes on afterwards", async () => {
  const shell = await talk({ hostKeys: [] });
  shell.type("echo up");
  await shell.hears("up");

  shell.link.pause();
  shell.type("yes flood | head -c 3000000; echo flood-is-$((1 + 1))-over");
  await new Promise((resolve) => setTimeout(resolve, 500));
  const held = shell.said().length;
  shell.link.resume();
  await shell.hears("flood-is-2-over");
  shell.link.close();
  await shell.ends();

  expect(held).toBeLessThan(300_000);
  expect(shell.said().length).toBeGreaterThan(3_000_000);
});

test("without an SSH client it says what to install", async () => {
  await expect(talk({ searchPath: folder })).rejects.toMatchObject({ code: "ssh-missing" });
});

test("what a killed service left is swept away", async () => {
  await writeFile(join(folder, "stray"), "secret");

  await sweepSessionFolders(folder);

  expect(await readdir(folder)).toEqual([]);
});
