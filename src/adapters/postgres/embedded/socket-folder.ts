import { chown, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { PostgresUser } from "./postgres-programs.ts";

/** An address of a socket has 108 bytes with its end, on some systems 104; `/.s.PGSQL.65535` takes 15. */
const LONGEST_FOLDER = 104 - 1 - 15;

/**
 * The folder of the server's socket, empty, open to its user and root only; null where sockets have no files or the path
 * would be too long for one. What a killed server left would be taken for a running one's once its number is another
 * program's, so it goes.
 */
export async function freshSocketFolder(place: string, user: PostgresUser): Promise<string | null> {
  const folder = join(place, "socket");
  if (process.platform === "win32" || Buffer.byteLength(folder) > LONGEST_FOLDER) return null;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) await chown(folder, user.uid, user.gid);
  return folder;
}
