import { machines } from "./machines.ts";
import { problems } from "./problems.ts";
import { session } from "./session.ts";
import { shell } from "./shell.ts";

/** Every sentence of the page. Other languages have exactly these keys; the compiler sees to it. */
export const en = { shell, session, machines, problems };

type Words<T> = { readonly [K in keyof T]: T[K] extends string ? string : Words<T[K]> };
export type Messages = Words<typeof en>;
