import { readFileSync, rmSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { AppError } from "../../src/kernel/app-error.ts";
import { errorCode } from "./error-code.ts";

const Claim = z.object({ pid: z.int(), url: z.string().nullable() });
type Claim = z.infer<typeof Claim>;

export type FolderClaim =
  | { readonly kind: "ours"; publish(url: string): Promise<void>; release(): void }
  /** Another instance serves this folder at `url`. */
  | { readonly kind: "taken"; readonly url: string };

/** Another instance that is still starting is waited for this long. */
const PATIENCE_MS = 30_000;

/** One instance per data folder: two would fight over one database and one sandbox. */
export async function claimDataFolder(folder: string): Promise<FolderClaim> {
  const file = join(folder, "service.json");
  const deadline = Date.now() + PATIENCE_MS;
  let takenOver = false;
  while (Date.now() < deadline) {
    if (await tryWrite(file, { pid: process.pid, url: null })) {
      // Two starts may remove the same dead claim one after the other; then the later one's claim stands.
      if (takenOver) await sleep(200);
      if ((await readClaim(file))?.pid === process.pid) return ours(file);
    }
    const other = await readClaim(file);
    if (other === null || !(await isRunning(other.pid))) {
      takenOver = true;
      await rm(file, { force: true });
    } else if (other.url !== null && (await answers(other.url))) return { kind: "taken", url: other.url };
    else await sleep(200);
  }
  const other = await readClaim(file);
  throw new AppError(
    "shutting-down",
    `Another instance (process ${other?.pid ?? "unknown"}) holds ${folder} and does not answer; it is starting, ending or hanging.`,
    { folder, pid: other?.pid ?? null },
  );
}

function ours(file: string): FolderClaim {
  return {
    kind: "ours",
    publish: (url) => writeFile(file, JSON.stringify({ pid: process.pid, url })),
    release() {
      // A successor may have taken over from an instance that hung.
      const text = readIfThere(file);
      if (text.includes(`"pid":${process.pid},`)) rmSync(file, { force: true });
    },
  };
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

async function tryWrite(file: string, claim: Claim): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(claim), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

async function readClaim(file: string): Promise<Claim | null> {
  try {
    return Claim.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return null;
  }
}

/** Process numbers are used again, so the number alone proves nothing: it must be a service of ours. */
async function isRunning(pid: number): Promise<boolean> {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errorCode(error) !== "EPERM") return false;
  }
  if (process.platform !== "linux") return true;
  const program = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return program.includes("server/start.ts");
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/livez`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
