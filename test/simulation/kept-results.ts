import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { MutantVerdict } from "./run-mutants.ts";
import type { ShardResult } from "./shard.ts";

/** Histories that were lived, and what came of them. */
export interface KeptHistories extends Omit<ShardResult, "kills"> {
  readonly kills: ShardResult["kills"];
  readonly seconds: number;
  readonly threads: number;
}

export interface KeptMutants {
  readonly verdicts: readonly MutantVerdict[];
  readonly seedsPerMutant: number;
}

/** What each part of the report is made from. */
export interface KeptParts {
  readonly seeds: KeptHistories;
  /** Those beyond the ones that CI lives. */
  readonly further: KeptHistories;
  readonly kills: KeptHistories;
  readonly mutants: KeptMutants;
}

export type Kept<T> = T & { readonly commit: string };

const FOLDER = join(resolve(import.meta.dirname, "../.."), ".twinstack/simulation");

/** Keeps a part for the report, with the commit it was made from. */
export async function keepPart<K extends keyof KeptParts>(part: K, result: KeptParts[K]): Promise<void> {
  const commit = execFileSync("git", ["describe", "--always", "--dirty"], { cwd: import.meta.dirname })
    .toString()
    .trim();
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, `${part}.json`), JSON.stringify({ ...result, commit }));
}

/** Null when there is none yet. */
export async function keptPart<K extends keyof KeptParts>(part: K): Promise<Kept<KeptParts[K]> | null> {
  const text = await readFile(join(FOLDER, `${part}.json`), "utf8").catch(() => null);
  return text === null ? null : JSON.parse(text);
}
