import type { Messages } from "../en/index.ts";
import { account } from "./account.ts";

export const accountWords: Pick<Messages, "account"> = { account };
