import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { AuditEntry, Organisation, Run, Workspace } from "../../src/contract/index.ts";
import { makeDataFolder, removeDataFolder, type StartedService, startService } from "../_helpers/started-service.ts";
import { runWith, said } from "../cli/a-terminal.ts";

const EXAMPLE = resolve(import.meta.dirname, "../../examples/web-server.yaml");
const PASSWORDS = { ann: "nine calm otters swim", ben: "four loud geese march" } as const;
type Person = keyof typeof PASSWORDS;

let folder: string;
let service: StartedService;

beforeAll(async () => {
  folder = await makeDataFolder();
  service = await startService({ folder });
}, 180_000);

afterAll(async () => {
  await service?.stop();
  await removeDataFolder(folder);
}, 120_000);

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** One command of one person, whose command line keeps its own config file. The administrator's has the first token. */
async function run(who: Person | "admin", args: readonly string[], typed?: readonly string[]): Promise<Outcome> {
  said.out.length = 0;
  said.err.length = 0;
  const environment: Record<string, string> = {
    TWINSTACK_URL: service.url,
    TWINSTACK_CONFIG: join(folder, `${who}.json`),
    TWINSTACK_DATA: join(folder, "nowhere"),
  };
  if (who === "admin") environment["TWINSTACK_TOKEN"] = (await readFile(join(folder, "token"), "utf8")).trim();
  const code = await runWith(args, environment, typed);
  return { code, out: said.out.join("\n"), err: said.err.join("\n") };
}

async function done(who: Person | "admin", args: readonly string[], typed?: readonly string[]): Promise<string> {
  const { code, out, err } = await run(who, args, typed);
  expect([args, code, err]).toEqual([args, 0, expect.anything()]);
  return out;
}

async function json<T>(who: Person | "admin", ...args: readonly string[]): Promise<T> {
  return JSON.parse(await done(who, ["--json", ...args])) as T;
}

async function requirement(name: string): Promise<string> {
  const path = join(folder, `${name}.yaml`);
  await writeFile(path, (await readFile(EXAMPLE, "utf8")).replace("name: web-server", `name: ${name}`));
  return path;
}

/** Every id that a person sees anywhere: of their own account and of each organisation they name. */
async function idsSeenBy(who: Person, accounts: readonly string[]): Promise<ReadonlySet<string>> {
  const seen: string[] = [];
  for (const account of [[], ...accounts.map((handle) => ["--account", handle])]) {
    const runs = await json<{ items: Run[] }>(who, ...account, "runs");
    const machines = await json<{ items: { workspaceId: string }[] }>(who, ...account, "list");
    const audit = await json<{ items: AuditEntry[] }>(who, ...account, "audit");
    seen.push(...runs.items.flatMap(({ id, workspaceId }) => [id, workspaceId]));
    seen.push(...machines.items.map(({ workspaceId }) => workspaceId));
    seen.push(...audit.items.flatMap(({ objectId, sequence }) => [objectId ?? "", `audit ${sequence}`]));
  }
  const organisations = await json<{ items: Organisation[] }>(who, "org", "list");
  const tokens = await json<{ items: { id: string }[] }>(who, "token", "list");
  seen.push(...[...organisations.items, ...tokens.items].map(({ id }) => id));
  return new Set(seen.filter((id) => id !== ""));
}

// One story in steps: each test goes on where the one before stopped.
test("an administrator makes two people, who choose their passwords and sign in", async () => {
  for (const who of ["ann", "ben"] as const) {
    const link = await done("admin", ["user", "create", who, "--email", `${who}@example.org`]);
    await done(who, ["password", "--reset"], [link, PASSWORDS[who], PASSWORDS[who]]);
    await done(who, ["login"], [`${who}@example.org`, PASSWORDS[who]]);
  }

  expect(await done("ann", ["whoami"])).toMatch(/^ann \(ann\)\n/);
  expect(await done("ben", ["whoami"])).toMatch(/^ben \(ben\)\n/);
  expect((await run("ben", ["user", "list"])).err).toContain("not allowed");
});

test("each makes an organisation, and the same machine for themselves and for it", async () => {
  await done("ann", ["org", "create", "lab"]);
  await done("ben", ["org", "create", "club"]);
  for (const [who, account] of [
    ["ann", "lab"],
    ["ben", "club"],
  ] as const) {
    await done(who, ["submit", await requirement("web-server")]);
    await done(who, ["--account", account, "submit", await requirement("web-server")]);
    await done(who, ["--account", account, "plan", "web-server"]);
  }

  expect((await json<{ items: Run[] }>("ann", "--account", "lab", "runs")).items).toHaveLength(2);
  expect((await json<{ items: Run[] }>("ann", "runs")).items).toEqual([]);
});

test("nothing that one of them sees is seen by the other", async () => {
  const [ofAnn, ofBen] = [await idsSeenBy("ann", ["lab"]), await idsSeenBy("ben", ["club"])];

  expect([...ofAnn].filter((id) => ofBen.has(id))).toEqual([]);
  expect(ofAnn.size).toBeGreaterThan(10);
  expect(ofBen.size).toBeGreaterThan(10);
});

test("who belongs to the one reaches nothing of the other by name or by id", async () => {
  const [mine] = (await json<{ items: Run[] }>("ann", "--account", "lab", "runs")).items;

  const refused = [
    await run("ben", ["--account", "lab", "list"]),
    await run("ben", ["--account", "ann", "list"]),
    await run("ben", ["org", "members", "lab"]),
    await run("ben", ["logs", mine?.id ?? ""]),
    await run("ben", ["cancel", mine?.id ?? ""]),
    await run("ben", ["--account", "club", "cancel", mine?.id ?? ""]),
    await run("admin", ["--account", "lab", "list"]),
    await run("ben", ["audit", "--site"]),
  ];

  expect(refused.map(({ code, out }) => [code, out])).toEqual(refused.map(() => [4, ""]));
});

test("an invitation lets one in as far as it says", async () => {
  const link = await done("ann", ["org", "invite", "lab", "--role", "viewer"]);
  await done("ben", ["org", "accept", link]);

  const seen = await json<{ items: Run[] }>("ben", "--account", "lab", "runs");
  const plan = await run("ben", ["--account", "lab", "plan", "web-server"]);
  const again = await run("ben", ["org", "accept", link]);
  await done("ann", ["org", "remove", "lab", "ben"]);

  expect(seen.items).toHaveLength(2);
  expect([plan.code, again.code]).toEqual([4, 4]);
  expect((await run("ben", ["--account", "lab", "runs"])).code).toBe(4);
});

test("a machine changes hands when the other side accepts, and only then", async () => {
  await done("ann", ["submit", await requirement("gift")]);
  const before = await json<Workspace>("ann", "show", "gift").catch(() => null);
  await done("ann", ["workspace", "transfer", "gift", "club"]);
  expect((await run("ben", ["--account", "club", "show", "gift"])).code).toBe(4);

  await done("ben", ["--account", "club", "workspace", "accept", "gift"]);

  expect(before).not.toBeNull();
  expect((await run("ann", ["show", "gift"])).code).toBe(4);
  expect((await run("ben", ["--account", "club", "show", "gift"])).code).toBe(0);
});

test("the site's log tells all of it, and neither password nor token stands in it", async () => {
  const log = await done("admin", ["audit", "--site", "--export", "ndjson"]);
  const entries = log.split("\n").map((line) => JSON.parse(line) as AuditEntry);
  const tokens = await Promise.all(
    (["ann", "ben"] as const).map(async (who) => {
      return (JSON.parse(await readFile(join(folder, `${who}.json`), "utf8")) as { token: string }).token;
    }),
  );

  expect(entries.map(({ action }) => action)).toEqual(
    expect.arrayContaining([
      "createUser",
      "createOrganisation",
      "submitRequirement",
      "createInvitation",
      "acceptInvitation",
      "acceptWorkspace",
    ]),
  );
  for (const secret of [...Object.values(PASSWORDS), ...tokens]) expect(log).not.toContain(secret);
});
