import type pg from "pg";
import { takeUnwritten } from "../../src/adapters/postgres/drift-letters.ts";
import { driftLetter } from "../../src/drift/index.ts";
import type { OpenPost } from "./make-post.ts";

export interface DriftLetterParts {
  readonly pool: pg.Pool;
  readonly post: Pick<OpenPost, "canSend" | "send">;
  readonly publicUrl: () => string;
  readonly onBackgroundError: (error: unknown, what: string) => void;
}

const LOOK_EVERY_MS = 10_000;
const AT_ONCE = 50;

/** Writes to owners what checks found, for as long as the service lives and can send mail; answers how to stop. */
export function writeDriftLetters(parts: DriftLetterParts): () => void {
  if (!parts.post.canSend) return () => undefined;
  const timer = setInterval(() => {
    writeDue(parts).catch((error: unknown) => parts.onBackgroundError(error, "nobody was written to about drift"));
  }, LOOK_EVERY_MS).unref();
  return () => clearInterval(timer);
}

/** @returns how many letters were handed on */
export async function writeDue({ pool, post, publicUrl }: DriftLetterParts): Promise<number> {
  const changes = await takeUnwritten(pool, AT_ONCE);
  const letters = changes.flatMap((change) => change.to.map((to) => ({ to, ...driftLetter(change, publicUrl()) })));
  const sent = await Promise.all(letters.map((letter) => post.send(letter)));
  return sent.filter((went) => went).length;
}
