import type { Messages } from "../en/index.ts";
import { machines } from "./machines.ts";
import { problems } from "./problems.ts";
import { session } from "./session.ts";
import { shell } from "./shell.ts";

export const ko: Messages = { shell, session, machines, problems };
