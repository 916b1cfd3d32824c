import { expect, test } from "@jest/globals";
import { auditCsvHeading, auditCsvLine } from "../../src/account/audit-csv.ts";
import type { AuditEntry } from "../../src/contract/index.ts";

const LINE: AuditEntry = {
  sequence: 7,
  at: "2026-11-21T12:00:00.000Z",
  accountId: "ann",
  userId: null,
  userName: "Ann",
  via: "session",
  remoteAddress: "192.0.2.7",
  requestId: null,
  action: "removeWorkspace",
  objectKind: "workspace",
  objectId: "w",
  objectName: null,
  outcome: "done",
  detail: { status: 204 },
};

test("has as many cells as the heading, and nothing where nothing is known", () => {
  expect(auditCsvHeading.split(",")).toHaveLength(14);
  expect(auditCsvLine(LINE)).toBe(
    '7,"2026-11-21T12:00:00.000Z","ann",,"Ann","session","192.0.2.7",,"removeWorkspace","workspace","w",,"done","{""status"":204}"\r\n',
  );
});

test.each([["=1+1"], ["+1"], ["-1"], ["@SUM(A1)"], ["\tx"], ["\rx"], ["\nx"]])(
  "turns %j into text that a spreadsheet does not run",
  (name) => {
    expect(auditCsvLine({ ...LINE, objectName: name })).toContain(`,"'${name}",`);
  },
);

test("keeps quotes, commas and line breaks inside their cell", () => {
  expect(auditCsvLine({ ...LINE, userName: 'a "b",\nc' })).toContain('"a ""b"",\nc"');
});
