import { account } from "./account.ts";

/** What only "My account" says; loaded with it. */
export const accountWords = { account };
