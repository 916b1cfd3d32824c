import { appendFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { CaseResult } from "./kill-case.ts";
import type { Passages } from "./kill-point.ts";

const PLACE = resolve(import.meta.dirname, "../../.twinstack/kill");

export function resultFile(name: string): string {
  return join(PLACE, `${name}.jsonl`);
}

/** Where what a broken case leaves is kept, for whoever looks for its cause. */
export function traceFile(name: string): string {
  return join(PLACE, "broken", `${name}.json`);
}

export async function keepPassages(passages: Passages): Promise<void> {
  await mkdir(PLACE, { recursive: true });
  await writeFile(join(PLACE, "passages.json"), JSON.stringify(passages, null, 1));
}

/** @throws Error when no story was recorded yet */
export async function readPassages(): Promise<Passages> {
  const text = await readFile(join(PLACE, "passages.json"), "utf8").catch(() => "");
  if (text === "") throw new Error("record a story first: npm run test:kill -- --record");
  return JSON.parse(text) as Passages;
}

export async function keepResult(file: string, result: object): Promise<void> {
  await mkdir(PLACE, { recursive: true });
  await appendFile(file, `${JSON.stringify(result)}\n`);
}

/** All cases done so far; of a case done twice the last. */
export async function readResults<T extends { readonly point: string } = CaseResult>(
  prefix = /^(shard|only)/,
): Promise<readonly T[]> {
  const names = (await readdir(PLACE).catch(() => [])).filter((name) => name.endsWith(".jsonl") && prefix.test(name));
  const results = new Map<string, T>();
  for (const name of names.toSorted((a, b) => Number(a.startsWith("only")) - Number(b.startsWith("only")))) {
    for (const line of (await readFile(join(PLACE, name), "utf8")).split("\n").filter((text) => text !== "")) {
      const result = JSON.parse(line) as T;
      results.set(result.point, result);
    }
  }
  return [...results.values()];
}
