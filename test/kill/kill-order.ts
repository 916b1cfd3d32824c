import type { EffectMoment } from "../../src/kernel/effect.ts";

/** Kill at the `occurrence`-th passing of a boundary; the watching process itself, or its database. */
export interface KillOrder {
  readonly boundary: string;
  /** From 1, counted since the order was given. */
  readonly occurrence: number;
  readonly moment: EffectMoment;
  /** PostgreSQL's process number; null: the one that passes the boundary. */
  readonly victim: number | null;
  /** Left for whoever is started in place of the one that this order kills, from its first moment on. */
  readonly next?: KillOrder;
}
