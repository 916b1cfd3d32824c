import type pg from "pg";
import { AppError } from "../../kernel/app-error.ts";

/** One round trip: the role that row-level security applies to, and the account whose rows it may see. */
const ENTER = "select set_config('role', 'twinstack_tenant', false), set_config('twinstack.account', $1, false)";
const LEAVE = "select set_config('role', 'none', false), set_config('twinstack.account', '', false)";

/**
 * A pool whose connections speak for one account: `query` and `connect` set role and account when a connection is taken
 * and undo both before it is lent again. The pool must be used for nothing else. Whoever asks while no account is acting
 * gets an error instead of everybody's rows.
 *
 * @param actingAccount the account that the present request acts for
 */
export function makeTenantPool(pool: pg.Pool, actingAccount: () => string | undefined): pg.Pool {
  async function connect(): Promise<pg.PoolClient> {
    const account = actingAccount();
    if (account === undefined || account === "") throw noScope();
    const client = await pool.connect();
    try {
      await client.query({ name: "enter-tenant", text: ENTER, values: [account] });
    } catch (error) {
      client.release(true);
      throw error;
    }
    return leavingAtRelease(client);
  }

  async function query(...args: readonly unknown[]): Promise<unknown> {
    const client = await connect();
    const ask = client.query.bind(client) as (...args: readonly unknown[]) => Promise<unknown>;
    try {
      const answer = await ask(...args);
      client.release();
      return answer;
    } catch (error) {
      client.release(!isAnswer(error));
      throw error;
    }
  }

  return new Proxy(pool, {
    get(target, name) {
      if (name === "query") return query;
      if (name === "connect") return connect;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** Nobody waits for the leaving: it happens behind the answer, and the connection is lent again only after it. */
function leavingAtRelease(client: pg.PoolClient): pg.PoolClient {
  const giveBack = client.release.bind(client);
  const ignore = (): void => undefined;
  // A connection that breaks between two queries of its borrower would otherwise end the process.
  client.on("error", ignore);
  client.release = (broken?: Error | boolean): void => {
    client.release = giveBack;
    const end = (reason?: Error | boolean): void => {
      client.off("error", ignore);
      giveBack(reason);
    };
    if (broken) end(broken);
    else
      client.query(LEAVE).then(
        () => end(),
        () => end(true),
      );
  };
  return client;
}

/** PostgreSQL refused the statement and the connection is sound; anything else means that the connection is not. */
function isAnswer(error: unknown): boolean {
  return typeof error === "object" && error !== null && "severity" in error && error.severity === "ERROR";
}

function noScope(): AppError {
  return new AppError("internal", "A tenant's table was asked for while no account was acting.");
}
