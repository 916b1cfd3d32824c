import { expect, test } from "@jest/globals";
import { makePrivateAuthority } from "../../_helpers/private-authority.ts";
import { startReplayedCloudstack } from "../../_helpers/replayed-cloudstack.ts";
import { startScriptedServer } from "../../_helpers/scripted-server.ts";
import { open, REAL, useServers } from "./a-client.ts";

useServers();

/** The account's limits as a real server tells them. */
function limits(most: Readonly<Record<string, string>>) {
  const account = { id: "a-1", name: "demo", vmlimit: "20", vmtotal: 1, cpulimit: "40", cputotal: 1, ...most };
  return {
    ...REAL,
    listResourceLimits: () => ({
      body: { listresourcelimitsresponse: { count: 1, resourcelimit: [{ account: "demo", domainid: "d-1" }] } },
    }),
    listAccounts: () => ({ body: { listaccountsresponse: { count: 1, account: [account] } } }),
  };
}

test("refuses an account that may have no machines", async () => {
  const none = await open(await startReplayedCloudstack(limits({ vmlimit: "0" }))).testConnection();
  const some = await open(await startReplayedCloudstack(limits({}))).testConnection();

  expect(none.at(-1)).toEqual({
    step: "quota",
    ok: false,
    detail: "the limit is 0 for machines",
    remedy: "Ask the cloud's operator for a quota, or register another project or account.",
  });
  expect(some.find(({ step }) => step === "quota")).toMatchObject({ ok: true, detail: "no limit is used up" });
});

test("tells a clock that makes every signature too old from a wrong key", async () => {
  const now = () => new Date(Date.now() + 30 * 60_000);

  const steps = await open(await startReplayedCloudstack(REAL, { now })).testConnection();

  expect(steps.find(({ step }) => step === "clock")).toMatchObject({
    detail: "the clock here is 30 min behind the cloud's",
    remedy: "Set both clocks by NTP.",
  });
  expect(steps.at(-1)).toMatchObject({
    step: "authentication",
    ok: false,
    detail: expect.stringContaining("The clock here is 30 min behind the server's"),
  });
});

test("says that the certificate has expired", async () => {
  const { caCertificate, expired: tls } = await makePrivateAuthority();

  const steps = await open(await startReplayedCloudstack(REAL, { tls }), { caCertificate }).testConnection();

  expect(steps.at(-1)).toMatchObject({ step: "tls", detail: "its certificate has expired or is not valid yet" });
});

test("says that half an answer came, and that none came in time", async () => {
  const half = await startScriptedServer(() => ({
    headers: { "content-length": "500", connection: "close" },
    body: '{"listcapab',
  }));
  const silent = await startScriptedServer(() => null);

  const cut = await open(half).testConnection();
  const late = await open(silent, {}, 200).testConnection();

  expect(cut.at(-1)).toMatchObject({ step: "version", detail: expect.stringContaining("broke before the answer") });
  expect(late.at(-1)).toMatchObject({ step: "version", detail: expect.stringContaining("no answer came in time") });
});
