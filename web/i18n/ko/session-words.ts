import type { Messages } from "../en/index.ts";
import { session } from "./session.ts";

export const sessionWords: Pick<Messages, "session"> = { session };
