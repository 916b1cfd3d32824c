import type { Messages } from "../en/index.ts";
import { machine } from "./machine.ts";
import { review } from "./review.ts";
import { runs } from "./runs.ts";
import { sentences } from "./sentences.ts";
import { states } from "./states.ts";

export const machineWords: Pick<Messages, "machine" | "runs" | "review" | "states" | "sentences"> = {
  machine,
  runs,
  review,
  states,
  sentences,
};
