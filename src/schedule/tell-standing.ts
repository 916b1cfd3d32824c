import type { ScheduleStanding } from "../contract/index.ts";
import type { AskReason, ScheduleAction, WaitReason } from "./ports.ts";

const ASKS: Readonly<Record<AskReason, string>> = {
  "first-apply": "The first apply is a person's: plan it and approve it.",
  "change-failed": "The change failed here; the other side was left as it is. A person decides how it goes on.",
  declined: "A person threw this plan away; plan again, or change the requirement.",
  policy: "The requirement was changed; the policy asks a person to approve it.",
  "plan-rejected": "The plan must not be applied; its review says why.",
  "too-dangerous": "The plan does more than the policy lets happen by itself; review it.",
  "engine-review": "Terraform has moved since the last apply; a person sees first what that changes.",
  "plan-in-review": "A plan of an older requirement waits for a person's review; approve it or throw it away.",
  "drift-stays": "It was put right and is still different; somebody or something changes it back.",
};
const WAITS: Readonly<Record<WaitReason, string>> = {
  maintenance: "Maintenance: nothing happens by itself.",
  "at-work": "Something is at work on it.",
  unclean: "An apply did not end well; repair it first.",
  "just-changed": "The requirement has just been changed.",
  window: "It waits for the window.",
  asleep: "It is stopped by the owner's times, and would be started.",
  "cloud-away": "A cloud does not answer; that side is caught up when it does.",
  "nothing-to-do": "Everything is as it should be.",
};

/** What was decided, for people. */
export function tellStanding(action: ScheduleAction, now: Date): ScheduleStanding {
  const until = action.kind === "wait" ? (action.until?.toISOString() ?? null) : null;
  return {
    ...{ at: now.toISOString(), kind: action.kind, until, text: textOf(action) },
    site: "site" in action ? action.site : null,
    reason: "reason" in action ? action.reason : null,
  };
}

/** What was decided and could not be done. */
export function tellRefusal(action: ScheduleAction, now: Date, why: string): ScheduleStanding {
  return { ...tellStanding(action, now), kind: "wait", reason: "refused", text: why };
}

function textOf(action: ScheduleAction): string {
  switch (action.kind) {
    case "check":
      return `A look at ${action.site} was asked for.`;
    case "plan":
      return action.reason === "drift"
        ? `What was changed on ${action.site} is being put right.`
        : `The change of ${action.site} is being planned.`;
    case "apply":
      return `The plan of ${action.site} was approved by the policy.`;
    case "power":
      return `The machine on ${action.site} is being ${action.verb === "stop" ? "stopped" : "started"}.`;
    case "ask":
      return ASKS[action.reason];
    case "wait":
      return WAITS[action.reason];
  }
}
