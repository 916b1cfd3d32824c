import type { Messages } from "../en/index.ts";
import { changes } from "./changes.ts";
import { events } from "./events.ts";
import { machine } from "./machine.ts";
import { placement } from "./placement.ts";
import { power } from "./power.ts";
import { review } from "./review.ts";
import { runs } from "./runs.ts";
import { sentences } from "./sentences.ts";
import { states } from "./states.ts";

type Words = Pick<
  Messages,
  "changes" | "events" | "machine" | "placement" | "power" | "runs" | "review" | "states" | "sentences"
>;

export const machineWords: Words = { changes, events, machine, placement, power, runs, review, states, sentences };
