import { expect, test } from "@jest/globals";
import type { FastifyBaseLogger } from "fastify";
import { makeSureToNote } from "../../server/plugins/sure-note.ts";
import type { AuditEntry } from "../../src/account/index.ts";

const ENTRY: AuditEntry = {
  accountId: "ann",
  userId: "ann",
  userName: "Ann",
  via: "token",
  origin: { remoteAddress: null, requestId: "r-1", userAgent: "" },
  action: "removeWorkspace",
  object: null,
  outcome: "done",
  detail: {},
};

/** A log of which only errors are kept. */
function errorLog() {
  const lines: (readonly [object, string])[] = [];
  const log = { error: (facts: object, text: string) => void lines.push([facts, text]) };
  return { lines, log: log as unknown as FastifyBaseLogger };
}

test("logs the whole entry as an error each time it cannot be written, and stops when it is", async () => {
  const { lines, log } = errorLog();
  const written: AuditEntry[] = [];
  let failures = 3;
  const surely = makeSureToNote(
    async (entry) => {
      if (failures-- > 0) throw new Error("away");
      written.push(entry);
    },
    log,
    [1, 1, 1],
  );

  await surely.note(ENTRY);
  while (written.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await surely.close();

  expect(written).toEqual([ENTRY]);
  expect(lines.map(([facts]) => facts)).toEqual(
    [1, 2, 3].map((count) => expect.objectContaining({ auditEntry: ENTRY, failures: count })),
  );
});

test("tries what waits once more when the service ends, and says which line is all there is", async () => {
  const { lines, log } = errorLog();
  const written: AuditEntry[] = [];
  const other = { ...ENTRY, action: "other" };
  const surely = makeSureToNote(
    async (entry) => {
      if (entry === other || lines.length < 2) throw new Error("away");
      written.push(entry);
    },
    log,
    [60_000],
  );
  await surely.note(ENTRY);
  await surely.note(other);

  await surely.close();

  expect(written).toEqual([ENTRY]);
  expect(lines.at(-1)).toEqual([
    expect.objectContaining({ auditEntry: other }),
    "an audit entry is lost to the database; this line is all there is",
  ]);
});
