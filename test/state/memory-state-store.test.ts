import { makeMemoryStateStore } from "../_helpers/memory-state-store.ts";
import { stateStoreContract } from "../_helpers/state-store-contract.ts";

stateStoreContract("the state store in memory", async () => {
  const claims = new Map<string, number>();
  const fresh = () => makeMemoryStateStore((runId) => claims.get(runId) ?? null);
  let inner = fresh();
  const store = new Proxy(inner, { get: (_target, name: keyof typeof inner) => inner[name] });
  return {
    store,
    async claim(runId, epoch) {
      claims.set(runId, epoch);
    },
    async reset() {
      claims.clear();
      inner = fresh();
    },
    async close() {},
  };
});
