import { EVENT_TEXTS, isKnownEvent, type WorkspaceEvent } from "../contract/index.ts";
import type { EventFacts } from "./event-ports.ts";

/** An event in a person's words. */
export function tellEvent(facts: EventFacts): WorkspaceEvent {
  const { position: _position, verb: _verb, at, ...rest } = facts;
  const what = nameOf(facts);
  return { ...rest, what, at: at.toISOString(), text: isKnownEvent(what) ? EVENT_TEXTS[what] : what };
}

/** What was done and to what end, in one name. */
function nameOf({ what, verb, revision }: EventFacts): string {
  switch (what) {
    case "revision-submitted":
      return revision === 1 ? "revision-first" : "revision-changed";
    case "run-started":
      return verb === "destroy" || verb === "repair" || verb === "drift" ? `run-${verb}-started` : what;
    case "run-applied":
      return verb === "destroy" ? "run-destroyed" : what;
    case "power-asked":
    case "power-done":
      return what.replace("power-", `power-${verb}-`);
    default:
      return what;
  }
}
