import { expect, test } from "@jest/globals";
import pg from "pg";
import { makeEngineSandbox } from "../../server/composition/engine-sandbox.ts";
import type { FoundJail } from "../../src/adapters/terraform/find-engine-jail.ts";
import { toolchain } from "../_helpers/toolchain.ts";

const works: FoundJail = {
  jail: { bwrapPath: "/usr/bin/bwrap", forbidsNesting: true, groups: null },
  reason: null,
  bounds: ["number of processes"],
  gaps: ["the network"],
};
const absent: FoundJail = { jail: null, reason: "bubblewrap is not installed", bounds: [], gaps: ["everything"] };

/** A service with one local account, or with others beside it. */
function sandbox(mode: "auto" | "required" | "off", found: FoundJail, { host = "127.0.0.1", many = false } = {}) {
  const pool = new pg.Pool();
  Object.assign(pool, { query: async () => ({ rows: [{ many }] }) });
  return makeEngineSandbox({ mode, host, pool, toolchain: toolchain(), workRoot: "", find: async () => found });
}

test.each(["auto", "required"] as const)(
  "with %s it is taken when it works, and says what it leaves open",
  async (mode) => {
    const { jail, status } = sandbox(mode, works);

    expect(await jail()).toBe(works.jail);
    expect(await status()).toEqual({ state: "on", reason: null, bounds: works.bounds, gaps: works.gaps });
  },
);

test("one local user on loopback goes without when it does not work, and is told", async () => {
  const { jail, status } = sandbox("auto", absent);

  expect(await jail()).toBeNull();
  expect(await status()).toMatchObject({ state: "absent", reason: absent.reason });
});

test.each([
  ["more people than the local one have an account", "auto", { many: true }],
  ["it listens beyond loopback", "auto", { host: "0.0.0.0" }],
  ["it is required", "required", {}],
] as const)("no run starts without it when %s", async (_why, mode, service) => {
  const { jail, status } = sandbox(mode, absent, service);

  await expect(jail()).rejects.toMatchObject({
    code: "engine-sandbox-missing",
    message: expect.stringContaining("bubblewrap is not installed"),
  });
  expect(await status()).toMatchObject({ state: "refused" });
});

test("an administrator can do without it knowingly, even for many", async () => {
  const { jail, status } = sandbox("off", works, { many: true, host: "0.0.0.0" });

  expect(await jail()).toBeNull();
  expect(await status()).toMatchObject({ state: "off", reason: "TWINSTACK_ENGINE_SANDBOX=off" });
});
