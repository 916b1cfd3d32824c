import { makeStateBackend, type StateAnswer } from "../../src/state/index.ts";
import { deskAccess, runsAsSeen } from "./desks.ts";
import { BEGIN } from "./virtual-process.ts";
import { digests, type World } from "./world.ts";

const SITES = ["openstack", "cloudstack"] as const;
const LOCK = { ID: "of-the-desk", Operation: "OperationTypeApply" };

/**
 * Holds at the end of every history: whoever is over, guesses a password or is somebody else opens no state and takes no
 * lock away. In no history does anybody try, so it is tried here.
 */
export async function checkDoors({ stores, oracle, workspaces, scheduler }: World): Promise<void> {
  const clock = { now: () => new Date(BEGIN + scheduler.now()) };
  const runs = runsAsSeen(() => oracle);
  const backend = makeStateBackend({ store: stores.states, runs, desks: deskAccess, digests, clock });
  for (const workspace of workspaces.all) {
    for (const site of SITES) {
      const where = `${workspace.name}/${site}`;
      const place = { workspaceId: workspace.id, site };
      for (const { run } of oracle.runs().values()) {
        if (run.workspaceId !== workspace.id || run.site !== site) continue;
        const answer = await backend.get({ ...place, authorization: basic(run.id, "a-guess") });
        if (answer.status !== 401) oracle.blame(`a guessed password of run ${run.id} opens ${where}: ${answer.status}`);
      }
      const own = { ...place, authorization: basic("token", `desk-${workspace.name}`) };
      const other = { ...place, authorization: basic("token", "desk-of-somebody-else") };
      const body = Buffer.from(JSON.stringify(LOCK));
      expectAnswer(await backend.lock({ ...own, body }), 200, `a desk locks ${where}`);
      expectAnswer(await backend.unlock(other), 409, `somebody else takes the lock of ${where} away`);
      expectAnswer(await backend.unlock({ ...other, body }), 409, `somebody else gives the lock of ${where} back`);
      expectAnswer(await backend.unlock({ ...own, body }), 200, `a desk unlocks ${where}`);
    }
  }

  function expectAnswer({ status }: StateAnswer, wanted: number, what: string): void {
    if (status !== wanted) oracle.blame(`${what}: ${status} instead of ${wanted}`);
  }
}

function basic(user: string, password: string): string {
  return `Basic ${btoa(`${user}:${password}`)}`;
}
