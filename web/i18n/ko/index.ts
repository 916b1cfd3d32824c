import type { FirstMessages } from "../en/index.ts";
import { list } from "./list.ts";
import { machines } from "./machines.ts";
import { problems } from "./problems.ts";
import { profiles } from "./profiles.ts";
import { shell } from "./shell.ts";

export const ko: FirstMessages = {
  shell,
  machines,
  list,
  problems,
  profiles,
};
