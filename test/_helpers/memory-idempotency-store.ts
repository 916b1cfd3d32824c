import type { IdempotencyKey, IdempotencyStore, KeptAnswer } from "../../src/idempotency/ports.ts";

/** Idempotency keys in memory, as the PostgreSQL store keeps them; test/_helpers/idempotency-store-contract.ts ties both. */
export function memoryIdempotencyStore(): IdempotencyStore {
  const entries = new Map<string, { fingerprint: string; answer: KeptAnswer | null }>();
  const nameOf = ({ accountId, userId, route, key }: IdempotencyKey) => JSON.stringify([accountId, userId, route, key]);
  return {
    async begin(key, fingerprint) {
      const present = entries.get(nameOf(key));
      if (present === undefined) {
        entries.set(nameOf(key), { fingerprint, answer: null });
        return { kind: "first" };
      }
      if (present.fingerprint !== fingerprint) return { kind: "other-body" };
      return present.answer === null ? { kind: "running" } : { kind: "answered", answer: present.answer };
    },
    async hold() {},
    async finish(key, answer) {
      const present = entries.get(nameOf(key));
      if (present !== undefined) present.answer = answer;
    },
    async release(key) {
      if (entries.get(nameOf(key))?.answer === null) entries.delete(nameOf(key));
    },
  };
}
