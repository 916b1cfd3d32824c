import { changes } from "./changes.ts";
import { events } from "./events.ts";
import { machine } from "./machine.ts";
import { placement } from "./placement.ts";
import { power } from "./power.ts";
import { review } from "./review.ts";
import { runs } from "./runs.ts";
import { sentences } from "./sentences.ts";
import { states } from "./states.ts";

/** What only a machine's own page says; loaded with it. */
export const machineWords = { changes, events, machine, placement, power, runs, review, states, sentences };
