import type { FirstMessages } from "../en/index.ts";
import { list } from "./list.ts";
import { machine } from "./machine.ts";
import { machines } from "./machines.ts";
import { problems } from "./problems.ts";
import { profiles } from "./profiles.ts";
import { review } from "./review.ts";
import { runs } from "./runs.ts";
import { sentences } from "./sentences.ts";
import { session } from "./session.ts";
import { shell } from "./shell.ts";
import { states } from "./states.ts";

export const ko: FirstMessages = {
  shell,
  session,
  machines,
  list,
  machine,
  runs,
  review,
  states,
  problems,
  sentences,
  profiles,
};
