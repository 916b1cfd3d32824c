import type { VirtualProcess } from "./virtual-process.ts";

/** An engine's process on a machine, and how one reaches it. */
export interface RunningEngine {
  readonly runId: string;
  readonly phase: "plan" | "apply";
  /** Who started it. */
  readonly worker: VirtualProcess;
  /** Its own process. */
  readonly process: VirtualProcess;
  readonly stop: () => void;
  readonly kill: () => void;
  /** Ends it as the kernel would, for no reason it could know. */
  readonly crash: () => void;
  /** Its provider ends: every call that waits fails, and so does every later one. */
  readonly crashProvider: () => void;
}

/** A computer: what runs on it and what lies on its disk outlives the program that started it. */
export interface Machine {
  readonly name: string;
  remember(engine: RunningEngine): void;
  forget(runId: string, phase: "plan" | "apply"): void;
  engineOf(runId: string, phase: "plan" | "apply"): RunningEngine | null;
  engines(): readonly RunningEngine[];
  wasHere(runId: string): boolean;
  leave(runId: string, state: Uint8Array): void;
  left(runId: string): Uint8Array | null;
}

export function makeMachine(name: string): Machine {
  const engines = new Map<string, RunningEngine>();
  const seen = new Set<string>();
  const states = new Map<string, Uint8Array>();
  const key = (runId: string, phase: string) => `${runId} ${phase}`;
  return {
    name,
    remember(engine) {
      engines.set(key(engine.runId, engine.phase), engine);
      if (engine.phase === "apply") seen.add(engine.runId);
    },
    forget: (runId, phase) => void engines.delete(key(runId, phase)),
    engineOf: (runId, phase) => engines.get(key(runId, phase)) ?? null,
    engines: () => [...engines.values()],
    wasHere: (runId) => seen.has(runId),
    leave: (runId, state) => void states.set(runId, state),
    left: (runId) => states.get(runId) ?? null,
  };
}
