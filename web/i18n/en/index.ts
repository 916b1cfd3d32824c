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
import type { wizardWords } from "./wizard-words.ts";

/**
 * What every page needs; the words of the wizard come with it (wizard-words.ts).
 * Other languages have exactly these keys; the compiler sees to it.
 */
export const en = {
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

type Words<T> = { readonly [K in keyof T]: T[K] extends string ? string : Words<T[K]> };
export type FirstMessages = Words<typeof en>;
/** Every sentence of the page. */
export type Messages = FirstMessages & Words<typeof wizardWords>;
