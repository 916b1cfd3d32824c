import { makeMemoryStateStore } from "../_helpers/memory-state-store.ts";
import { stateStoreContract } from "../_helpers/state-store-contract.ts";

stateStoreContract("the state store in memory", async () => {
  let inner = makeMemoryStateStore();
  const store = new Proxy(inner, { get: (_target, name: keyof typeof inner) => inner[name] });
  return {
    store,
    async reset() {
      inner = makeMemoryStateStore();
    },
    async close() {},
  };
});
