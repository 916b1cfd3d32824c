import type { PowerClaim } from "../../src/power/index.ts";
import type { Claim } from "../../src/run/ports.ts";
import type { Oracle } from "./followed-run.ts";
import type { PowerWatch } from "./watch-power.ts";

/** A claim whose answer got lost is held by somebody who cannot know. */
export function noteUnheardClaim(label: string, answer: unknown, oracle: Oracle, watch: PowerWatch): void {
  if (label === "runs.claimNext" && isClaim(answer)) oracle.claimUnheard(answer.run.id);
  if (label === "power.claimNext" && isPowerClaim(answer)) watch.claimUnheard(answer.record.id);
}

function isClaim(answer: unknown): answer is Claim {
  return typeof answer === "object" && answer !== null && "run" in answer && "epoch" in answer;
}

function isPowerClaim(answer: unknown): answer is PowerClaim {
  return typeof answer === "object" && answer !== null && "record" in answer && "epoch" in answer;
}
