import type { Cloud, ConnectionStep } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";

const ABOUT_RIGHTS: readonly string[] = ["authentication", "scope", "zone", "project", "permissions"];

/** Machines can be made without them. */
const ABOUT_IMAGES: readonly string[] = ["image round trip", "image address"];

export interface ConnectionOutcome extends Pick<Cloud, "status" | "statusDetail"> {
  readonly failed: ConnectionStep | null;
}

/** What a finished connection test says about a cloud. */
export function connectionOutcome(steps: readonly ConnectionStep[]): ConnectionOutcome {
  const failed = steps.find(({ ok, step }) => !ok && !ABOUT_IMAGES.includes(step)) ?? null;
  if (failed === null) return { status: "ready", statusDetail: steps.at(-1)?.detail ?? "", failed };
  const status = ABOUT_RIGHTS.includes(failed.step) ? "credentials-refused" : "unreachable";
  return { status, statusDetail: `${failed.step}: ${failed.detail}`, failed };
}

/** The refusal to register or change a cloud whose test failed, with all steps and the remedy. */
export function failedConnection(name: string, steps: readonly ConnectionStep[], failed: ConnectionStep): AppError {
  const code = ABOUT_RIGHTS.includes(failed.step) ? "cloud-credentials" : "cloud-unreachable";
  const remedy = failed.remedy ?? "Correct it and try again.";
  return new AppError(
    code,
    `${name}: the step "${failed.step}" of the connection test failed: ${failed.detail.replace(/\.$/, "")}. ${remedy}`,
    {
      cloud: name,
      step: failed.step,
      remedy,
      steps,
    },
  );
}
