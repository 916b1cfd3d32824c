import { expect, test } from "@jest/globals";
import { makeConsumeInvitation, type NewInvitation } from "../../src/account/index.ts";
import { memoryInvitationStore } from "../_helpers/memory-invitation-store.ts";
import { IDS } from "../_helpers/samples.ts";

const NOW = new Date("2026-11-21T12:00:00Z");
const clock = { now: () => NOW };

async function withInvitation(overrides: Partial<NewInvitation> = {}) {
  const store = memoryInvitationStore();
  await store.create({
    id: IDS.operation,
    tokenHash: "hash",
    organisationId: "lab",
    role: "viewer",
    email: null,
    createdBy: "ann",
    createdAt: NOW,
    expiresAt: new Date(NOW.getTime() + 1),
    ...overrides,
  });
  return { store, consume: makeConsumeInvitation({ store, clock }) };
}

test("makes the person whom the invitation welcomes a member with its role, once", async () => {
  const { store, consume } = await withInvitation();

  const userId = await consume("hash", async ({ organisationId }) => `guest of ${organisationId}`);

  expect(userId).toBe("guest of lab");
  expect(store.joined).toEqual([["lab", "guest of lab", "viewer"]]);
  await expect(consume("hash", async () => "second")).rejects.toMatchObject({ code: "link-not-valid" });
});

test("lets somebody onto the site only, when the invitation names no organisation", async () => {
  const { store, consume } = await withInvitation({ organisationId: null, role: null });

  await consume("hash", async () => "guest");

  expect(store.joined).toEqual([]);
});

test("makes the link work again when the person could not be made", async () => {
  const { store, consume } = await withInvitation();

  await expect(consume("hash", () => Promise.reject(new Error("name taken")))).rejects.toThrow("name taken");
  await consume("hash", async () => "guest");

  expect(store.joined).toEqual([["lab", "guest", "viewer"]]);
});

test("refuses a link that is too old or unknown, and makes nobody", async () => {
  const { consume } = await withInvitation({ expiresAt: NOW });
  const made: string[] = [];
  const welcome = async () => {
    made.push("guest");
    return "guest";
  };

  await expect(consume("hash", welcome)).rejects.toMatchObject({ code: "link-not-valid" });
  await expect(consume("other", welcome)).rejects.toMatchObject({ code: "link-not-valid" });

  expect(made).toEqual([]);
});
