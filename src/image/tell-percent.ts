/** Tells of every whole percent, one note after the other, without making the work wait for them. */
export interface PercentTeller {
  tell(percent: number): void;
  /** After the last note, so that none comes behind what is noted next. */
  ended(): Promise<void>;
}

export function tellPercent(note: (percent: number) => Promise<void>): PercentTeller {
  let told = 0;
  let notes = Promise.resolve();
  return {
    tell(percent) {
      const whole = Math.min(99, Math.floor(percent));
      if (whole === told) return;
      told = whole;
      // A note that fails is no reason to stop; the next step finds out why.
      notes = notes.then(() => note(whole)).catch(() => undefined);
    },
    ended: () => notes,
  };
}
