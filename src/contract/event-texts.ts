/** What is known by name, in English; the page has words of its own. */
export const EVENT_TEXTS = {
  "revision-first": "The machine was asked for",
  "revision-changed": "The requirement was changed",
  "run-started": "A plan was started",
  "run-destroy-started": "A plan to destroy was started",
  "run-repair-started": "A repair was started",
  "run-planned": "A plan waits for review",
  "run-approved": "The plan was approved",
  "run-applied": "The plan was applied",
  "run-destroyed": "The machine was destroyed",
  "run-planned-and-finished": "Nothing was to be changed",
  "run-discarded": "The plan was discarded",
  "run-canceled": "The run was canceled",
  "run-errored": "The run failed",
  "power-start-asked": "Asked for the machine to be started",
  "power-stop-asked": "Asked for the machine to be stopped",
  "power-reboot-asked": "Asked for the machine to be rebooted",
  "power-start-done": "The machine was started",
  "power-stop-done": "The machine was stopped",
  "power-reboot-done": "The machine was rebooted",
  "power-failed": "The machine's power could not be changed",
  "power-uncertain": "Nobody can say whether the machine's power was changed",
  "power-canceled": "A change of the machine's power was taken back",
  "machine-bootstrapped": "The machine fetched the secrets of its first boot",
  openTerminal: "A terminal to the machine was opened",
  openConsole: "The machine's console was opened",
  endMachineSession: "Somebody's terminal or console was ended",
  "machine-session.end": "A terminal or console ended",
  "state.write": "A state was written at a desk",
  "state.read": "A state was handed out",
  "state.rollback": "A state was rolled back",
  "state.unlock": "The lock of a state was taken away",
  offerWorkspace: "The machine was offered to another account",
  withdrawOffer: "The offer to another account was withdrawn",
  acceptWorkspace: "The machine was taken over from another account",
  upgradeEngine: "The machine was moved to another Terraform",
} as const;
export type KnownEvent = keyof typeof EVENT_TEXTS;

export function isKnownEvent(what: string): what is KnownEvent {
  return Object.hasOwn(EVENT_TEXTS, what);
}
