import type { Organisation } from "../../src/contract/index.ts";
import { call } from "./call.ts";

export async function readOrganisations(): Promise<readonly Organisation[]> {
  return (await call<{ items: readonly Organisation[] }>("GET", "/organisations")).items;
}
