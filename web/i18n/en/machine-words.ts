import { machine } from "./machine.ts";
import { review } from "./review.ts";
import { runs } from "./runs.ts";
import { sentences } from "./sentences.ts";
import { states } from "./states.ts";

/** What only a machine's own page says; loaded with it. */
export const machineWords = { machine, runs, review, states, sentences };
