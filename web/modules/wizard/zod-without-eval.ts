import { config } from "zod";

/** The page's policy refuses code made from text, and reports that somebody tried; schemas ask for this when they are made. */
config({ jitless: true });
