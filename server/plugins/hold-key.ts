import { HOLD_EVERY_MS, type IdempotencyKey, type IdempotencyStore } from "../../src/idempotency/ports.ts";

/**
 * Says again and again that the request of a key is at work, until the answer is called: what takes long, such as a
 * connection test, must not look dead.
 */
export function holdKey(store: Pick<IdempotencyStore, "hold">, key: IdempotencyKey): () => void {
  // While the database is away nobody else can take the key either.
  const timer = setInterval(() => void store.hold(key).catch(() => undefined), HOLD_EVERY_MS).unref();
  return () => clearInterval(timer);
}
