import { expect, test } from "@jest/globals";
import type { AuditEntry } from "../../src/account/index.ts";
import { chooseAddress, isPersonAtConsole, type RemoteMachine, requireRunning } from "../../src/remote/index.ts";
import { openDesk } from "./a-desk.ts";

const MACHINE: RemoteMachine = {
  ...{ workspaceId: "w", workspaceName: "web", site: "openstack", cloudId: "c", sandbox: false, instanceId: "i-1" },
  ...{ powerState: "running", addresses: ["198.51.100.7", "10.0.0.5"], loginName: "ann", letsSshIn: true },
};
const rules = (allowed: readonly string[], named: readonly string[] = []) => ({
  isAllowed: (address: string) => [...allowed, ...named].includes(address),
  isNamed: (address: string) => named.includes(address),
});
const lastDetail = (entries: readonly AuditEntry[]) => entries.at(-1)?.detail;

test.each([
  { what: "the public address", given: rules(["198.51.100.7"]), chosen: "198.51.100.7" },
  { what: "a private one that alone is allowed", given: rules(["10.0.0.5"]), chosen: "10.0.0.5" },
  { what: "one that the operator named", given: rules(["198.51.100.7"], ["10.0.0.5"]), chosen: "10.0.0.5" },
])("a terminal goes to $what", ({ given, chosen }) => {
  expect(chooseAddress(requireRunning(MACHINE), given)).toBe(chosen);
});

test.each([
  [{ instanceId: null }, rules([]), "not-made"],
  [{ powerState: "stopped" }, rules(["198.51.100.7"]), "not-running"],
  [{ addresses: [] }, rules([]), "no-address"],
  [{ addresses: ["127.0.0.1", "169.254.169.254"] }, rules([]), "address-refused"],
  [{ sandbox: true }, rules(["198.51.100.7"]), "sandbox"],
] as const)("a machine with %j has no terminal, and the reason is said", (change, given, reason) => {
  const open = () => chooseAddress(requireRunning({ ...MACHINE, ...change }), given);

  expect(open).toThrow(expect.objectContaining({ code: "machine-session-unavailable" }));
  expect(open).toThrow(expect.objectContaining({ facts: expect.objectContaining({ reason }) }));
});

test("a ticket works once, for whoever asked for it, for a minute", async () => {
  const { desk, open, pass, principal } = openDesk();
  const [first, second, third] = [open(), open(), open()];
  const take =
    (given: typeof first, by = principal) =>
    () =>
      desk.take(by, given.session.id, given.ticket);

  expect(take(first)().session.id).toBe(first.session.id);
  expect(take(first)).toThrow(expect.objectContaining({ code: "ticket-not-valid" }));
  expect(take(second, { ...principal, userId: "bob" })).toThrow(expect.objectContaining({ code: "ticket-not-valid" }));
  expect(take(second)).toThrow(expect.objectContaining({ code: "ticket-not-valid" }));
  pass(60_000);
  expect(take(third)).toThrow(expect.objectContaining({ code: "ticket-not-valid" }));
  expect(desk.list({})).toEqual([]);
});

test("nobody has more open than allowed, tickets that wait included", () => {
  const { open, principal } = openDesk({ perPerson: 2, inAll: 3 });
  open();
  open();

  expect(() => open()).toThrow(expect.objectContaining({ code: "too-many-machine-sessions" }));
  open({ ...principal, userId: "bob" });
  expect(() => open({ ...principal, userId: "cem" })).toThrow(
    expect.objectContaining({ code: "too-many-machine-sessions" }),
  );
});

test("a session ends when nothing is typed, although the machine goes on talking", async () => {
  const { connect, pass, entries } = openDesk({ idleMs: 10_000 });
  const { session, link } = await connect();

  pass(9_000);
  session.noteInput(5, true);
  pass(9_000);
  session.noteOutput(500);
  session.noteInput(10, false);
  expect(link.closed).toBe(false);
  pass(1_500);
  const end = await session.ended;

  expect([end.reason, link.closed]).toEqual(["idle", true]);
  expect(lastDetail(entries)).toMatchObject({ reason: "idle", seconds: 20, bytes: { fromPerson: 15, toPerson: 500 } });
});

test("a session ends at its longest time, however busy it is", async () => {
  const { connect, pass } = openDesk({ idleMs: 10_000, longestMs: 30_000 });
  const { session } = await connect();

  for (let spent = 0; spent < 30_000; spent += 5_000) {
    session.noteInput(1, true);
    pass(5_000);
  }

  expect((await session.ended).reason).toBe("too-long");
});

test("whoever loses the right is cut off, and doubt about it is not for ever", async () => {
  const answers: (boolean | Error)[] = [true, false];
  const { connect, pass } = openDesk();
  const lost = await connect(async () => {
    const next = answers.shift() ?? false;
    if (next instanceof Error) throw next;
    return next;
  });
  pass(5_000);
  await Promise.resolve();
  pass(5_000);
  const doubtful = await connect(() => Promise.reject(new Error("no database")));
  for (let spent = 0; spent < 61_000; spent += 5_000) pass(5_000);

  expect((await lost.session.ended).reason).toBe("rights-ended");
  expect((await doubtful.session.ended).reason).toBe("failed");
});

test("the line of a session is certain before the machine is reached, and is written once", async () => {
  const { desk, connect, begun, entries } = openDesk();
  const { session } = await connect();

  const before = [begun.length, entries.length];
  session.end("left", null);
  session.end("idle", null);
  desk.end(session.session.id, "ended-by-other");
  await session.ended;

  expect(before).toEqual([1, 0]);
  expect(entries.map(({ action, outcome }) => [action, outcome])).toEqual([["machine-session.end", "done"]]);
  expect(lastDetail(entries)).toMatchObject({ reason: "left", target: "198.51.100.7", site: "openstack" });
});

test("a long session says that it goes on, so that its line is not taken for a dead service's", async () => {
  const { connect, pass, renewed } = openDesk({ idleMs: 3_600_000, longestMs: 7_200_000 });
  await connect();

  for (let spent = 0; spent < 29 * 60_000; spent += 5_000) {
    pass(5_000);
    await new Promise((resolve) => setImmediate(resolve));
  }

  expect(renewed.length).toBe(5);
  expect(new Set(renewed).size).toBe(1);
});

test("closing ends everything with a reason, and opens nothing more", async () => {
  const { desk, connect, open, entries } = openDesk();
  const { session } = await connect();

  await desk.close("service-ends");

  expect((await session.ended).reason).toBe("service-ends");
  expect(lastDetail(entries)).toMatchObject({ reason: "service-ends" });
  expect(() => open()).toThrow(expect.objectContaining({ code: "shutting-down" }));
});

test("keys and the pointer show that somebody is at a console, asking for pictures does not", () => {
  const messages = { setEncodings: 2, update: 3, key: 4, pointer: 5, paste: 6, greeting: 82 };

  const shown = Object.entries(messages).filter(([, first]) => isPersonAtConsole(first));

  expect(shown.map(([name]) => name)).toEqual(["key", "pointer", "paste"]);
});
