import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import type { Mutant } from "./mutants.ts";

/** One planted bug and the seeds to find it with. */
export interface MutantOrder {
  readonly mutant: Mutant;
  readonly seeds: readonly number[];
}

/** The checkout's source with the bug in it; throws when the text to be replaced is not there exactly once. */
export function plant({ id, file, from, to }: Mutant): { readonly url: string; readonly source: string } {
  const path = join(resolve(import.meta.dirname, "../.."), file);
  const source = readFileSync(path, "utf8");
  if (source.split(from).length !== 2) throw new Error(`Mutant ${id}: its text is not exactly once in ${file}.`);
  return { url: pathToFileURL(path).href, source: source.replace(from, () => to) };
}

if (parentPort !== null && isOrder(workerData)) {
  const { mutant, seeds } = workerData;
  const planted = plant(mutant);
  let isLoaded = false;
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (url !== planted.url) return loaded;
      isLoaded = true;
      return { ...loaded, source: planted.source };
    },
  });
  Error.stackTraceLimit = 0;
  const { runShard } = await import("./shard.ts");
  const port = parentPort;
  const result = await runShard({ seeds, untilBroken: true }, () => port.postMessage("one more"));
  if (!isLoaded) throw new Error(`Mutant ${mutant.id}: the simulation never loads ${mutant.file}.`);
  parentPort.postMessage(result);
}

function isOrder(value: unknown): value is MutantOrder {
  return typeof value === "object" && value !== null && "mutant" in value;
}
