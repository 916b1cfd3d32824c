import type pg from "pg";
import { AppError } from "../../kernel/app-error.ts";
import { holdBack } from "./hold-back.ts";

/** The role that row-level security applies to, and the account whose rows it may see. */
const ENTER = "select set_config('role', 'twinstack_tenant', false), set_config('twinstack.account', $1, false)";
/** An idle connection keeps the role and has no account: it sees nothing. */
const LEAVE = "select set_config('twinstack.account', '', false)";

/**
 * A pool whose connections speak for one account: `query` and `connect` set role and account when a connection is taken
 * and take the account back before it is lent again. The pool must be used for nothing else. Whoever asks while no
 * account is acting gets an error instead of everybody's rows.
 *
 * @param actingAccount the account that the present request acts for
 */
export function makeTenantPool(pool: pg.Pool, actingAccount: () => string | undefined): pg.Pool {
  /** Connections that are tenants for good: should setting the account fail, their next statement sees nothing. */
  const tenants = new WeakSet<pg.PoolClient>();

  async function borrow() {
    const account = actingAccount();
    if (account === undefined || account === "") throw noScope();
    const client = await pool.connect();
    const enter = () => client.query({ name: "enter-tenant", text: ENTER, values: [account] });
    if (tenants.has(client)) {
      const sendTogether = holdBack(client);
      return { client, entered: enter(), sendTogether };
    }
    try {
      await enter();
    } catch (error) {
      client.release(true);
      throw error;
    }
    tenants.add(client);
    return { client, entered: Promise.resolve(), sendTogether: holdBack(client) };
  }

  async function connect(): Promise<pg.PoolClient> {
    const { client, entered, sendTogether } = await borrow();
    sendTogether();
    try {
      await entered;
    } catch (error) {
      client.release(true);
      throw error;
    }
    return leavingAtRelease(client);
  }

  /** All three statements travel together: in one packet, if they are short. */
  async function query(...args: readonly unknown[]): Promise<unknown> {
    const { client, entered, sendTogether } = await borrow();
    const ask = client.query.bind(client) as (...args: readonly unknown[]) => Promise<unknown>;
    const asked = ask(...args);
    const left = client.query({ name: "leave-tenant", text: LEAVE });
    sendTogether();
    const [failed, answer, notLeft] = await Promise.allSettled([entered, asked, left]);
    client.release(failed.status === "rejected" || notLeft.status === "rejected" || !isAnswer(answer));
    if (failed.status === "rejected") throw failed.reason;
    if (answer.status === "rejected") throw answer.reason;
    return answer.value;
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
      client.query({ name: "leave-tenant", text: LEAVE }).then(
        () => end(),
        () => end(true),
      );
  };
  return client;
}

/** An answer, or a refusal by PostgreSQL; after anything else the connection is not sound. */
function isAnswer(outcome: PromiseSettledResult<unknown>): boolean {
  if (outcome.status === "fulfilled") return true;
  const reason: unknown = outcome.reason;
  return typeof reason === "object" && reason !== null && "severity" in reason && reason.severity === "ERROR";
}

function noScope(): AppError {
  return new AppError("internal", "A tenant's table was asked for while no account was acting.");
}
