import type { WorkspaceEvent } from "../contract/index.ts";
import type { EventFacts } from "./event-ports.ts";

const POWER_ASKED: Readonly<Record<string, string>> = {
  start: "Asked for the machine to be started",
  stop: "Asked for the machine to be stopped",
  reboot: "Asked for the machine to be rebooted",
};
const POWER_DONE: Readonly<Record<string, string>> = {
  start: "The machine was started",
  stop: "The machine was stopped",
  reboot: "The machine was rebooted",
};
const TEXTS: Readonly<Record<string, string>> = {
  "power-failed": "The machine's power could not be changed",
  "power-uncertain": "Nobody can say whether the machine's power was changed",
  "power-canceled": "A change of the machine's power was taken back",
  "run-planned": "A plan waits for review",
  "run-approved": "The plan was approved",
  "run-planned-and-finished": "Nothing was to be changed",
  "run-discarded": "The plan was discarded",
  "run-canceled": "The run was canceled",
  "run-errored": "The run failed",
  "machine-bootstrapped": "The machine fetched the secrets of its first boot",
  "state.write": "A state was written at a desk",
  "state.read": "A state was handed out",
  "state.rollback": "A state was rolled back",
  "state.unlock": "The lock of a state was taken away",
  offerWorkspace: "The machine was offered to another account",
  withdrawOffer: "The offer to another account was withdrawn",
  acceptWorkspace: "The machine was taken over from another account",
  upgradeEngine: "The machine was moved to another Terraform",
};

/** An event in a person's words. */
export function tellEvent(facts: EventFacts): WorkspaceEvent {
  const { position: _position, verb: _verb, at, ...rest } = facts;
  return { ...rest, at: at.toISOString(), text: textOf(facts) };
}

function textOf({ what, verb, revision }: EventFacts): string {
  switch (what) {
    case "revision-submitted":
      return revision === 1 ? "The machine was asked for" : `The requirement was changed (revision ${revision})`;
    case "run-started":
      return verb === "destroy"
        ? "A plan to destroy was started"
        : verb === "repair"
          ? "A repair was started"
          : "A plan was started";
    case "run-applied":
      return verb === "destroy" ? "The machine was destroyed" : `Revision ${revision} was applied`;
    case "power-asked":
      return POWER_ASKED[verb ?? ""] ?? what;
    case "power-done":
      return POWER_DONE[verb ?? ""] ?? what;
    default:
      return TEXTS[what] ?? what;
  }
}
