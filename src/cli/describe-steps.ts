import type { ConnectionStep } from "../contract/index.ts";

/** A connection test, a line for each step and below it what to do. */
export function describeSteps(steps: readonly ConnectionStep[]): readonly string[] {
  const width = Math.max(0, ...steps.map(({ step }) => step.length));
  return steps.flatMap(({ step, ok, detail, remedy }) => {
    const mark = !ok ? "FAILED" : remedy === null ? "ok    " : "warns ";
    const line = `${mark} ${step.padEnd(width)}  ${detail}`;
    return remedy === null ? [line] : [line, `${" ".repeat(width + 9)}what to do: ${remedy}`];
  });
}
