import type { EngineVersions, WaitingFor } from "../contract/index.ts";
import type { RunRecord, WaitingFacts } from "./ports.ts";

/** An engine that prints nothing for so long is worth a look; the longest silent wait of a provider is shorter. */
const SILENT_SECONDS = 600;

/** Why the run does not go on by itself in this moment; null when it does, has ended, or waits for a person. */
export function explainWaiting(run: Pick<RunRecord, "status">, facts: WaitingFacts | undefined): WaitingFor | null {
  if (facts === undefined) return null;
  switch (run.status) {
    case "pending":
    case "confirmed":
      return facts.claim === "held" ? null : beforeWorker(facts);
    case "planning":
    case "applying":
      return facts.claim === "lost" ? afterLoss(facts) : duringWork(facts);
    default:
      return null;
  }
}

function beforeWorker(facts: WaitingFacts): WaitingFor {
  if (facts.workersAlive === 0) return NO_WORKER;
  if (facts.pinnedTo !== null) return pinned(facts.pinnedTo);
  if (facts.lockedBy !== null) return locked(facts.lockedBy);
  if (facts.powerChanges === true) return POWER;
  if (facts.ownerLimit !== null && facts.ownerActive >= facts.ownerLimit) {
    const text = `Your share is used up: ${facts.ownerActive} of your runs are at work, which is the most while others may come.`;
    return { reason: "tenant-share", text };
  }
  const place = facts.position ?? 1;
  const text =
    place === 1 ? "It is next; a worker takes it as soon as one is free." : `It is number ${place} in the queue.`;
  return { reason: "queue", text };
}

/** The worker is gone; the run stands still until another one may take it. */
function afterLoss(facts: WaitingFacts): WaitingFor {
  if (facts.workersAlive === 0) return NO_WORKER;
  if (facts.engineEndsAt !== null && !facts.hostAlive) {
    const host = facts.hostName ?? "another machine";
    const text = `Its worker on ${host} was lost while it was applying. Terraform may still be at work there; at ${facts.engineEndsAt.toISOString()} it has certainly ended, and another worker goes on.`;
    return { reason: "engine-elsewhere", text };
  }
  return { reason: "worker-lost", text: "Its worker was lost; another one takes it over in a moment." };
}

function duringWork(facts: WaitingFacts): WaitingFor | null {
  if (facts.lockedBy !== null) return locked(facts.lockedBy);
  if (facts.silentSeconds === null || facts.silentSeconds < SILENT_SECONDS) return null;
  const minutes = Math.floor(facts.silentSeconds / 60);
  const text = `Terraform has said nothing for ${minutes} minutes. Its worker is alive; look at the cloud, or cancel the run.`;
  return { reason: "silent", text };
}

const NO_WORKER: WaitingFor = {
  reason: "no-worker",
  text: "No worker is running. The operator starts one with: npm run worker",
};

const POWER: WaitingFor = {
  reason: "power",
  text: "The machine is being started, stopped or rebooted; it goes on when that has ended.",
};

function pinned({ engine, openstack, cloudstack }: EngineVersions): WaitingFor {
  const text = `Its workspace is held to ${engine} with the providers openstack ${openstack} and cloudstack ${cloudstack}, which this service does not have. Add a worker that has them, or move it on purpose: twinstack upgrade-engine.`;
  return { reason: "engine-pin", text };
}

function locked(holder: string): WaitingFor {
  return { reason: "state-locked", text: `The state is locked by ${holder}.` };
}
