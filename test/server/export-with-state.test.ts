import { expect, test } from "@jest/globals";
import type { AuditEntry, MemberRole } from "../../src/account/index.ts";
import { IDS } from "../_helpers/samples.ts";
import { buildScriptedApp } from "../_helpers/scripted-app.ts";
import { scriptServices, TOKEN } from "../_helpers/scripted-services.ts";

async function exportAs(role: MemberRole, query: string) {
  const noted: AuditEntry[] = [];
  const { services } = scriptServices();
  const app = await buildScriptedApp({
    ...services,
    access: { accountOf: async () => ({ accountId: "lab", role }), account: async () => null },
    noteAudit: async (entry) => void noted.push(entry),
  });
  const url = `/api/v1/workspaces/${IDS.workspace}/terraform${query}`;
  const { statusCode } = await app.inject({ url, headers: { authorization: `Bearer ${TOKEN}` } });
  await app.close();
  return { statusCode, noted: noted.map(({ action, accountId, object }) => [action, accountId, object?.id]) };
}

test("a state goes out only with the right to manage, and leaves a line", async () => {
  const line = ["state.export", "lab", IDS.workspace];

  expect(await exportAs("owner", "?state=true")).toEqual({ statusCode: 200, noted: [line] });
  expect(await exportAs("member", "?state=true")).toEqual({ statusCode: 403, noted: [] });
});

test("without a state the right to change is enough", async () => {
  expect(await exportAs("member", "")).toEqual({ statusCode: 200, noted: [] });
  expect(await exportAs("viewer", "")).toEqual({ statusCode: 403, noted: [] });
});
