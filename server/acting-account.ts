import { AsyncLocalStorage } from "node:async_hooks";

const scope = new AsyncLocalStorage<string>();

/** Lets everything that `work` starts, however long it goes on, read and change the things of this account alone. */
export function actFor<T>(accountId: string, work: () => T): T {
  return scope.run(accountId, work);
}

/** The account the present request acts for; undefined outside of a tenant's request. */
export function actingAccount(): string | undefined {
  return scope.getStore();
}
