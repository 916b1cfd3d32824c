import type { RunStore } from "../../src/run/ports.ts";
import { makeMemoryRunStore } from "../_helpers/memory-run-store.ts";
import { runFleetContract } from "../_helpers/run-fleet-contract.ts";
import { runStoreContract } from "../_helpers/run-store-contract.ts";

async function open() {
  let late = 0;
  let announced: string[] = [];
  const make = () =>
    makeMemoryRunStore(() => Date.now() + late, { announce: (id) => announced.push(id), accounts: () => 2 });
  let inner = make();
  return {
    store: new Proxy<RunStore>(inner, { get: (_target, name: keyof RunStore) => inner[name] }),
    queue: { waiting: (ids: readonly string[]) => inner.queue.waiting(ids) },
    workers: {
      seen: (worker: Parameters<typeof inner.workers.seen>[0]) => inner.workers.seen(worker),
      leave: (id: string) => inner.workers.leave(id),
      list: () => inner.workers.list(),
    },
    announced: async () => announced,
    async pass(seconds: number) {
      late += seconds * 1_000;
    },
    async reset() {
      announced = [];
      inner = make();
    },
    async close() {},
  };
}

runStoreContract("the run store in memory", open);
runFleetContract("the fleet in memory", open);
