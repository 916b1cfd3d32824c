import type { Instance } from "../../../src/contract/index.ts";

/** The list with what was newly seen of one machine; the same list when nothing newer is in it. */
export function keepInstance(all: readonly Instance[], seen: Instance): readonly Instance[] {
  const isIt = ({ workspaceId, site }: Instance) => workspaceId === seen.workspaceId && site === seen.site;
  const before = all.find(isIt);
  if (before === undefined) return [...all, seen];
  // An answer that was asked for later may have come earlier.
  if (before.observedAt !== null && seen.observedAt !== null && before.observedAt > seen.observedAt) return all;
  return all.map((one) => (isIt(one) ? seen : one));
}
