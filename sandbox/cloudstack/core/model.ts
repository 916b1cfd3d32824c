/** The rows the sandbox keeps; plain JSON, so that the state file is the whole truth. */
export type * from "./model/catalog.ts";
export type * from "./model/identity.ts";
export type * from "./model/machine.ts";
export type * from "./model/network.ts";
export type * from "./model/record.ts";
export type * from "./model/row.ts";
export type * from "./model/storage.ts";
