import { account } from "./account.ts";
import { acts } from "./acts.ts";

/** What only "My account" says; loaded with it. */
export const accountWords = { account, acts };
