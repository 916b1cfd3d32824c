import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { App } from "../../server/app.ts";
import type { Principal, Standing } from "../../src/account/index.ts";
import { IDS } from "../_helpers/samples.ts";
import { buildScriptedApp } from "../_helpers/scripted-app.ts";
import { type ScriptedRun, scriptRun, scriptServices } from "../_helpers/scripted-services.ts";

const MEMBER: Principal = {
  ...{ accountId: "ann", userId: "ann", name: "Ann", role: "owner", siteAdmin: false, scope: "manage", via: "token" },
};
let app: App;
let run: ScriptedRun;
let url: string;
/** What the token and the membership are worth in this moment; null: nothing. */
let person: Principal | null;
let standing: Standing | null;

beforeEach(async () => {
  person = MEMBER;
  standing = { accountId: "lab", role: "viewer" };
  run = scriptRun();
  const { services } = scriptServices({ run });
  app = await buildScriptedApp(
    {
      ...services,
      accounts: { authenticate: async () => person },
      access: { accountOf: async () => standing, account: async () => null },
    },
    { heartbeatMs: 50 },
  );
  url = `${await app.listen({ host: "127.0.0.1", port: 0 })}/api/v1/runs/${IDS.run}/events`;
});
afterEach(() => app.close());

function open(): Promise<Response> {
  return fetch(url, { headers: { authorization: "Bearer tst_x", accept: "text/event-stream" } });
}

test.each<[string, () => void, number]>([
  ["has logged out everywhere, or was suspended", () => (person = null), 401],
  ["has left the organisation", () => (standing = null), 404],
  ["has lost the scope", () => (person = { ...MEMBER, boundTo: "elsewhere" }), 404],
])("the stream of a person who %s is cut, and shows nothing more", async (_what, lose, status) => {
  const answer = await open();
  const reading = answer.text();
  run.say("before");
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  lose();
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  run.say("afterwards");

  const text = await reading;

  expect(text).toContain("before");
  expect(text).toContain("you may no longer read this");
  expect(text).not.toContain("afterwards");
  expect((await open()).status).toBe(status);
});

test("the stream of somebody whose right stays goes on to the run's end", async () => {
  const reading = (await open()).text();
  await new Promise((resolve) => setTimeout(resolve, 1_300));
  standing = { accountId: "lab", role: "owner" };
  run.say("afterwards");
  await new Promise((resolve) => setTimeout(resolve, 1_300));
  run.finish();

  const text = await reading;

  expect(text).toContain("afterwards");
  expect(text).toContain("event: end");
});
