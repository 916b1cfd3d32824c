import type { RunKind } from "../../../src/contract/index.ts";
import { planAnew } from "../../api/runs.ts";
import type { Machine } from "./group-machines.ts";

/** More at once would only wait in the service. */
const AT_ONCE = 4;

export interface StartedPlans {
  readonly started: number;
  readonly refused: readonly { readonly name: string; readonly error: unknown }[];
}

/** Plans many machines; one that is refused keeps no other from its turn. */
export async function startPlans(
  machines: readonly Machine[],
  kind: RunKind,
  onProgress: (done: number) => void,
): Promise<StartedPlans> {
  const refused: { name: string; error: unknown }[] = [];
  const waiting = [...machines];
  let done = 0;
  async function work(): Promise<void> {
    for (let machine = waiting.shift(); machine !== undefined; machine = waiting.shift()) {
      const { id, name } = machine.workspace;
      await planAnew(id, kind).catch((error: unknown) => refused.push({ name, error }));
      done += 1;
      onProgress(done);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { started: machines.length - refused.length, refused };
}
