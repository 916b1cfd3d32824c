import type { Messages } from "../en/index.ts";
import { account } from "./account.ts";
import { acts } from "./acts.ts";

export const accountWords: Pick<Messages, "account" | "acts"> = { account, acts };
