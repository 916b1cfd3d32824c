import type { DeskAccess, DeskCaller, StateRuns } from "../../src/state/ports.ts";

/** Runs as states see them; a test sets what is going on. */
export interface ScriptedRuns extends StateRuns {
  running: { readonly id: string; readonly status: string } | null;
  waiting: { readonly runId: string; readonly basedOn: number | null } | null;
  readonly alive: Set<string>;
  readonly told: string[];
}

/** Nothing runs and no plan waits until the test says so. */
export function quietRuns(): ScriptedRuns {
  const scripted: ScriptedRuns = {
    running: null,
    waiting: null,
    alive: new Set(),
    told: [],
    live: async () => scripted.running,
    isLive: async (runId) => scripted.alive.has(runId),
    waitingPlan: async () => scripted.waiting,
    async tellWaitingPlan(_workspaceId, site, serial, because) {
      scripted.told.push(`${site} ${serial} ${because}`);
    },
  };
  return scripted;
}

/** No token opens anything. */
export function noDesks(): DeskAccess {
  return { caller: async () => null, noteWrite: async () => undefined };
}

/** Desks by token; remembers the serials they wrote. */
export function desksOf(callers: Readonly<Record<string, DeskCaller>>): DeskAccess & { readonly wrote: string[] } {
  const wrote: string[] = [];
  return {
    wrote,
    caller: async (token) => callers[token] ?? null,
    async noteWrite({ person }, _workspaceId, site, serial) {
      wrote.push(`${person.name} ${site} ${serial}`);
    },
  };
}
