import { type ConnectionStep, PROBLEMS } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";

/** Runs one step of a connection test; a failure becomes the step's text with the most specific remedy known. */
export async function tryStep(step: string, work: () => Promise<string>): Promise<ConnectionStep> {
  try {
    return { step, ok: true, detail: await work(), remedy: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const own = error.facts["remedy"];
    const remedy = typeof own === "string" ? own : PROBLEMS[error.code].remedy;
    return failedStep(step, error.message.replace(remedy, "").trim(), remedy);
  }
}

export function failedStep(step: string, detail: string, remedy: string): ConnectionStep {
  return { step, ok: false, detail, remedy };
}
