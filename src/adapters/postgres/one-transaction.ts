import type pg from "pg";
import { withTransaction } from "./with-transaction.ts";

/** What a borrower's own transaction becomes inside the one that is open already. */
const NESTED: Readonly<Record<string, string>> = {
  begin: "savepoint part",
  commit: "release savepoint part",
  rollback: "rollback to savepoint part",
};

/**
 * Runs several acts of stores in one transaction: everything they change is committed together, or nothing is. One after
 * the other only, for they share a connection.
 */
export function inOneTransaction<T>(pool: pg.Pool, acts: (shared: pg.Pool) => Promise<T>): Promise<T> {
  return withTransaction(pool, (client) => {
    const query = (...args: readonly unknown[]): unknown => {
      const [first, ...rest] = args;
      const nested = typeof first === "string" ? NESTED[first] : undefined;
      return Reflect.apply(client.query, client, [nested ?? first, ...rest]);
    };
    const lent = new Proxy(client, { get: (target, name) => own(target, name, { query, release: () => undefined }) });
    const shared = new Proxy(pool, { get: (target, name) => own(target, name, { query, connect: async () => lent }) });
    return acts(shared);
  });
}

function own(target: object, name: string | symbol, instead: Readonly<Record<string, unknown>>): unknown {
  if (typeof name === "string" && name in instead) return instead[name];
  const value: unknown = Reflect.get(target, name, target);
  return typeof value === "function" ? value.bind(target) : value;
}
