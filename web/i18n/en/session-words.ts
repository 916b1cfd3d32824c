import { session } from "./session.ts";

/** What only the pages before signing in, and those about signing in, say; loaded with them. */
export const sessionWords = { session };
