import type { accountWords } from "./account-words.ts";
import type { adminWords } from "./admin-words.ts";
import type { driftWords } from "./drift-words.ts";
import { list } from "./list.ts";
import type { machineWords } from "./machine-words.ts";
import { machines } from "./machines.ts";
import type { problemWords } from "./problem-words.ts";
import { problems } from "./problems.ts";
import { profiles } from "./profiles.ts";
import type { remoteWords } from "./remote-words.ts";
import type { sessionWords } from "./session-words.ts";
import { shell } from "./shell.ts";
import type { wizardWords } from "./wizard-words.ts";

/**
 * What every page needs; the words of the wizard and of a machine's own page come with them (*-words.ts).
 * Other languages have exactly these keys; the compiler sees to it.
 */
export const en = {
  shell,
  machines,
  list,
  problems,
  profiles,
};

type Words<T> = { readonly [K in keyof T]: T[K] extends string ? string : Words<T[K]> };
export type FirstMessages = Words<typeof en>;
/** Every sentence of the page. */
export type Messages = FirstMessages &
  Words<typeof accountWords> &
  Words<typeof adminWords> &
  Words<typeof driftWords> &
  Words<typeof machineWords> &
  Words<typeof problemWords> &
  Words<typeof remoteWords> &
  Words<typeof sessionWords> &
  Words<typeof wizardWords>;
