import { Worker } from "node:worker_threads";
import { AppError } from "../../kernel/app-error.ts";
import type { Synthesize } from "../../run/ports.ts";

/** Synthesis in a warm thread; `close` ends the thread and refuses what is still under way. */
export interface Synthesizer {
  readonly synthesize: Synthesize;
  close(): Promise<void>;
}

export interface SynthesizerOptions {
  /** Module of the thread (`stacks/synth-worker.ts`): only its address is known here, never its code. */
  readonly workerUrl: URL;
  /** How long one synthesis may take before its thread is ended; warm ones take milliseconds. */
  readonly timeoutMs?: number;
}

type Files = Readonly<Record<string, string>>;
interface Waiting {
  readonly resolve: (files: Files) => void;
  readonly reject: (error: AppError) => void;
  readonly timer: NodeJS.Timeout;
}
interface Answer {
  readonly id: number;
  readonly files?: Files;
  readonly problem?: { readonly detail: string; readonly expected: boolean };
}

const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * Synthesizes site plans in one thread that stays warm. A thread that dies or hangs fails what it was given with
 * `synth-refused` (a refusal of the stacks) or `internal` (anything else), and the next plan starts a new one.
 */
export function makeSynthesizer({ workerUrl, timeoutMs = DEFAULT_TIMEOUT_MS }: SynthesizerOptions): Synthesizer {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let closed = false;
  let lastId = 0;

  function startWorker(): Worker {
    const started = new Worker(workerUrl);
    started.on("message", settle);
    started.on("error", (error) => lose(started, error.message, error));
    started.on("exit", (code) => lose(started, `it ended with code ${code}`));
    // An idle thread must not keep the process alive.
    started.unref();
    return started;
  }

  function settle({ id, files, problem }: Answer): void {
    const request = take(id);
    if (request === undefined) return;
    if (files !== undefined) request.resolve(files);
    else request.reject(refusal(problem));
  }

  /** Forgets a thread that is gone and fails everything that waited for it. */
  function lose(lost: Worker, reason: string, cause?: unknown): void {
    if (worker !== lost) return;
    worker = null;
    for (const id of [...waiting.keys()]) {
      take(id)?.reject(new AppError("internal", `The synthesis thread stopped: ${reason}.`, {}, { cause }));
    }
    if (!closed) void lost.terminate();
  }

  function take(id: number): Waiting | undefined {
    const request = waiting.get(id);
    waiting.delete(id);
    if (request !== undefined) clearTimeout(request.timer);
    if (waiting.size === 0) worker?.unref();
    return request;
  }

  return {
    synthesize(plan) {
      if (closed) return Promise.reject(new AppError("shutting-down", "Synthesis has been shut down."));
      worker ??= startWorker();
      const current = worker;
      const id = ++lastId;
      return new Promise<Files>((resolve, reject) => {
        const timer = setTimeout(() => lose(current, `no answer within ${timeoutMs} ms`), timeoutMs);
        waiting.set(id, { resolve, reject, timer });
        current.ref();
        current.postMessage({ id, plan });
      });
    },
    async close() {
      closed = true;
      const current = worker;
      if (current === null) return;
      lose(current, "the service is shutting down");
      await current.terminate();
    },
  };
}

function refusal(problem: Answer["problem"]): AppError {
  const detail = problem?.detail ?? "The synthesis thread gave no answer.";
  return problem?.expected === true
    ? new AppError("synth-refused", `${detail}. Nothing was run.`)
    : new AppError("internal", `Synthesis failed: ${detail}`);
}
