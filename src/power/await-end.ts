import type { PowerSight } from "../cloud/index.ts";
import { AppError } from "../kernel/app-error.ts";
import { hasReached, judgeBefore } from "./judge-sight.ts";
import {
  failed,
  isCloudsWord,
  isTooLate,
  LOOK_MS,
  lookOrReason,
  noteIntent,
  type Performance,
  tooLate,
  uncertain,
} from "./performance.ts";
import type { PowerEnd, PowerRecord } from "./ports.ts";

/** A request of a dead worker may still be on its way; after so long it has arrived or never will. */
const QUIET_MS = 8_000;
/** Soft stops and reboots wait for the guest: Nova a minute, CloudStack longer. */
const END_WITHIN_MS = 20 * 60_000;

type Sent = Pick<PowerRecord, "mark" | "ticket" | "acceptedAt">;

/**
 * From the moment the cloud may have been told: waits for what it said, or finds out whether it heard at all. What it
 * has certainly not heard is told again; what nobody can say is not. Null when it was given up.
 */
export async function awaitEnd(work: Performance, sent: Sent, sentMsAgo: number): Promise<PowerEnd | null> {
  let state = sent;
  for (let waited = sentMsAgo; !work.signal.aborted; waited += LOOK_MS) {
    if (waited >= END_WITHIN_MS) return uncertain("The cloud has not said for a long time how it ended.");
    const step = await takeStep(work, state, waited);
    if (work.signal.aborted) return null;
    if (step === "given-up") return null;
    if (step !== null && "status" in step) return step;
    if (step !== null) state = step;
    await work.ports.timers.pause(LOOK_MS);
  }
  return null;
}

type Step = PowerEnd | Sent | "given-up" | null;

/** The end, what is known now, or null to look again. What the cloud refuses to show leaves the end open. */
async function takeStep(work: Performance, sent: Sent, waited: number): Promise<Step> {
  try {
    const ended = sent.acceptedAt === null || sent.ticket === null || (await ticketHasEnded(work, sent.ticket));
    if (typeof ended !== "boolean") return ended;
    if (!ended) return null;
    const sight = await lookOrReason(work);
    if (sight instanceof AppError) return null;
    if (sight === null) return failed(new AppError("no-machine", "The machine is gone."));
    if (sent.acceptedAt !== null) return endBy(sight, work.claim.record);
    return sight.busy || waited < QUIET_MS ? null : await findOut(work, sent, sight);
  } catch (error) {
    if (!work.signal.aborted && isCloudsWord(error)) return uncertain(error.message);
    throw error;
  }
}

async function ticketHasEnded({ power, signal }: Performance, ticket: string): Promise<boolean | PowerEnd> {
  try {
    return await power.hasEnded(ticket, signal);
  } catch (error) {
    if (!isCloudsWord(error) || signal.aborted) throw error;
    return error.code === "cloud-unreachable" ? false : failed(error);
  }
}

function endBy(sight: PowerSight, { action }: PowerRecord): PowerEnd | null {
  if (hasReached(action, sight)) return { status: "done", detail: null, problem: null };
  if (sight.busy) return null;
  const text = `The cloud took it, and the machine is ${sight.powerState} (${sight.cloudStatus}) all the same.`;
  return failed(new AppError("cloud-refused", text));
}

/** The answer was lost: did the request arrive? */
async function findOut(work: Performance, sent: Sent, sight: PowerSight): Promise<Step> {
  const heard = await hasArrived(work, sent, sight);
  if (heard === "silent") return null;
  if (heard === "unknown") return uncertain("The cloud's answer was lost, and its history does not tell.");
  if (heard === "yes") return endBy(sight, work.claim.record);
  return isTooLate(work) ? tooLate("", "power-too-late") : sendAgain(work, sent);
}

type Heard = "yes" | "no" | "unknown" | "silent";

/** `silent`: the cloud did not answer just now, and may be asked again. */
async function hasArrived(work: Performance, { mark }: Sent, sight: PowerSight): Promise<Heard> {
  const { claim, power, signal } = work;
  const { record } = claim;
  const isAState = record.action !== "reboot";
  // A machine that stands as it was wanted to needs no second telling, whoever brought it there.
  if (isAState && hasReached(record.action, sight)) return "yes";
  const newest = mark === null ? null : await power.lastAct(record.instanceId, record.action, signal).catch(asValue);
  if (newest instanceof AppError && newest.code === "cloud-unreachable") return "silent";
  if (typeof newest === "string") return newest === mark ? "no" : "yes";
  return isAState && judgeBefore(record, sight) === "send" ? "no" : "unknown";
}

async function sendAgain(work: Performance, sent: Sent): Promise<Step> {
  const { ports, claim, power, signal } = work;
  const { record, epoch } = claim;
  const intent = await noteIntent(work, sent.mark);
  if (intent !== "noted") return intent === "late" ? null : intent;
  try {
    const ticket = await power.send(record.instanceId, record, signal);
    await ports.store.noteAccepted(record.id, epoch, ticket);
    return { ...sent, ticket, acceptedAt: record.createdAt };
  } catch (error) {
    if (!isCloudsWord(error) || signal.aborted) throw error;
    return error.code === "cloud-unreachable" ? uncertain("The cloud's answer was lost twice.") : failed(error);
  }
}

function asValue(error: unknown): AppError {
  if (error instanceof AppError) return error;
  throw error;
}
