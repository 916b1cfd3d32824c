import { expect, test } from "@jest/globals";
import type { IdempotencyKey, IdempotencyStore } from "../../src/idempotency/ports.ts";

const KEY: IdempotencyKey = { accountId: "ann", userId: "ann", route: "POST /api/v1/workspaces", key: "k-1" };
const ANSWER = { status: 201, headers: { location: "/api/v1/workspaces/1" }, body: '{"privateKey":"shown once"}' };

/** What every store of idempotency keys promises. Accounts `ann` and `bob` exist. */
export function idempotencyStoreContract(open: () => Promise<IdempotencyStore>): void {
  test("the first request takes the key, an equal one meanwhile is told to wait", async () => {
    const store = await open();

    const answers = await Promise.all([store.begin(KEY, "a"), store.begin(KEY, "a"), store.begin(KEY, "a")]);

    expect(answers.map(({ kind }) => kind).sort()).toEqual(["first", "running", "running"]);
  });

  test("a repetition gets the first answer, with every header and the whole body", async () => {
    const store = await open();
    await store.begin(KEY, "a");
    await store.finish(KEY, ANSWER);

    expect(await store.begin(KEY, "a")).toEqual({ kind: "answered", answer: ANSWER });
  });

  test("the same key with another body is refused, before and after the answer", async () => {
    const store = await open();
    await store.begin(KEY, "a");
    const before = await store.begin(KEY, "b");
    await store.finish(KEY, ANSWER);

    expect([before, await store.begin(KEY, "b")]).toEqual([{ kind: "other-body" }, { kind: "other-body" }]);
  });

  test("a key that was released is free, one that was answered is not", async () => {
    const store = await open();
    await store.begin(KEY, "a");
    await store.release(KEY);
    const again = await store.begin(KEY, "b");
    await store.finish(KEY, ANSWER);
    await store.release(KEY);

    expect(again).toEqual({ kind: "first" });
    expect(await store.begin(KEY, "b")).toEqual({ kind: "answered", answer: ANSWER });
  });

  test("keys of other accounts, people and addresses are other keys", async () => {
    const store = await open();
    await store.begin(KEY, "a");

    const others = await Promise.all([
      store.begin({ ...KEY, accountId: "bob" }, "b"),
      store.begin({ ...KEY, userId: "bob" }, "b"),
      store.begin({ ...KEY, route: "POST /api/v1/clouds" }, "b"),
      store.begin({ ...KEY, key: "k-2" }, "b"),
    ]);

    expect(others.map(({ kind }) => kind)).toEqual(["first", "first", "first", "first"]);
  });
}
