import { chmod, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { AppError } from "../../../kernel/app-error.ts";

const Connection = z.object({ port: z.coerce.number(), password: z.string().min(1) });
/** How the cluster beside it is reached on 127.0.0.1. */
export type Connection = z.infer<typeof Connection>;

/**
 * What is noted beside a cluster; null when nothing was noted, so that no cluster was ever finished there.
 *
 * @throws AppError `database-not-upgraded` when a note is there and cannot be read: a cluster must not be made over another
 */
export async function readConnection(place: string): Promise<Connection | null> {
  const file = join(place, "connection.json");
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw unreadable(file, error);
  });
  if (text === null) return null;
  try {
    return Connection.parse(JSON.parse(text));
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** In one step and on the disk: half a note would hide the database behind it. */
export async function writeConnection(place: string, connection: Connection): Promise<void> {
  const file = join(place, "connection.json");
  const handle = await open(`${file}.new`, "w", 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(connection)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await chmod(`${file}.new`, 0o600);
  await rename(`${file}.new`, file);
}

function unreadable(file: string, cause: unknown): AppError {
  return new AppError(
    "database-not-upgraded",
    `${file} cannot be read, and the database beside it opens with the password in it only. Bring the file back, or move its folder away to begin with an empty database.`,
    { file },
    { cause },
  );
}
