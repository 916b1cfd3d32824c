import { appendFileSync } from "node:fs";

/** What the report tells beside the names of the tests (tools/acceptance/acceptance-report.mjs). */
export type Note =
  /** A cloud's project over a whole story, listed past the product; `left` is what was not there before. */
  | {
      readonly kind: "cloud";
      readonly story: string;
      readonly before: number;
      readonly made: number;
      readonly after: number;
      readonly left: number;
    }
  /** An apply after which another plan was empty. */
  | { readonly kind: "applied"; readonly name: string }
  /** Milliseconds of the same work, by the product and by the engine alone. */
  | { readonly kind: "pair"; readonly what: string; readonly product: number; readonly raw: number }
  /** What `repair` listed after somebody was killed, and how it ended. */
  | { readonly kind: "repair"; readonly what: string; readonly found: readonly string[]; readonly ending: string };

/** Leaves a line for the report; without a runner nobody reads it. */
export function note(line: Note): void {
  const file = process.env["TWINSTACK_ACCEPTANCE_NOTES"];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(line)}\n`);
}
