import { checkRegistration } from "../../src/cloud/check-registration.ts";
import type { Issue } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";

/** What a registration is refused for; empty when it is accepted. */
export function registrationIssues(input: unknown): readonly Issue[] {
  try {
    checkRegistration(input);
    return [];
  } catch (error) {
    if (error instanceof AppError) return error.facts.issues ?? [];
    throw error;
  }
}
