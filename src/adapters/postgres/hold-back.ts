import type { Writable } from "node:stream";
import type pg from "pg";

/** Keeps what is asked on the connection until the answer is called: each packet wakes PostgreSQL once more. */
export function holdBack(client: pg.PoolClient): () => void {
  // The driver's types do not know the connection's socket.
  const { connection } = client as unknown as { readonly connection: { readonly stream: Writable } };
  connection.stream.cork();
  return () => connection.stream.uncork();
}
