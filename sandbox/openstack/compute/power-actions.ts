import type { Fields } from "../core/read.ts";

/** A verb that only moves a server from one state to another. */
export interface StateStep {
  /** Nova's own name of the method, used in its refusals and its history. */
  readonly verb: string;
  readonly from: readonly string[];
  readonly task: string;
  /** The status while the step lasts; absent: unchanged. */
  readonly during?: string;
  readonly to: string;
  readonly ms: number;
}

const SOFT: StateStep = {
  verb: "reboot",
  from: ["ACTIVE"],
  task: "reboot_started",
  during: "REBOOT",
  to: "ACTIVE",
  ms: 800,
};
const HARD: StateStep = {
  verb: "reboot",
  from: ["ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED", "ERROR"],
  task: "rebooting_hard",
  during: "HARD_REBOOT",
  to: "ACTIVE",
  ms: 800,
};

/** The table of state changes, by the verb of the request. */
export const STATE_ACTIONS: Readonly<Record<string, (facts: Fields) => StateStep>> = {
  "os-start": () => ({ verb: "start", from: ["SHUTOFF"], task: "powering-on", to: "ACTIVE", ms: 900 }),
  "os-stop": () => ({ verb: "stop", from: ["ACTIVE", "ERROR"], task: "powering-off", to: "SHUTOFF", ms: 900 }),
  reboot: (facts) => (facts["type"] === "HARD" ? HARD : SOFT),
  pause: () => ({ verb: "pause", from: ["ACTIVE"], task: "pausing", to: "PAUSED", ms: 500 }),
  unpause: () => ({ verb: "unpause", from: ["PAUSED"], task: "unpausing", to: "ACTIVE", ms: 500 }),
  suspend: () => ({ verb: "suspend", from: ["ACTIVE"], task: "suspending", to: "SUSPENDED", ms: 700 }),
  resume: () => ({ verb: "resume", from: ["SUSPENDED"], task: "resuming", to: "ACTIVE", ms: 700 }),
  shelve: () => ({
    verb: "shelve",
    from: ["ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED"],
    task: "shelving",
    to: "SHELVED_OFFLOADED",
    ms: 1500,
  }),
  unshelve: () => ({ verb: "unshelve", from: ["SHELVED_OFFLOADED"], task: "unshelving", to: "ACTIVE", ms: 1200 }),
};
