import { seedId } from "./seed-id.ts";

/** The one object store of the sandbox. No row: states of earlier versions have it as well. */
export const OBJECT_POOL = { id: seedId(40, 1), name: "sandbox-objects" } as const;
