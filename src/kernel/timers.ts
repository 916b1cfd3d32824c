/** Waiting is passed in like the time of day, so that a simulation decides when anything happens. */
export interface Timers {
  /** Calls once, `ms` milliseconds from now, unless the answer is called before. */
  after(ms: number, call: () => void): () => void;
  /** Calls every `ms` milliseconds until the answer is called. */
  every(ms: number, call: () => void): () => void;
  pause(ms: number): Promise<void>;
}
