import { makeMemoryRunStore } from "../_helpers/memory-run-store.ts";
import { runStoreContract } from "../_helpers/run-store-contract.ts";

runStoreContract("the run store in memory", async () => {
  let inner = makeMemoryRunStore();
  const store = new Proxy(inner, { get: (_target, name: keyof typeof inner) => inner[name] });
  return {
    store,
    async reset() {
      inner = makeMemoryRunStore();
    },
    async close() {},
  };
});
