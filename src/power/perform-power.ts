import type { PowerSight } from "../cloud/index.ts";
import { AppError } from "../kernel/app-error.ts";
import { awaitEnd } from "./await-end.ts";
import { judgeBefore } from "./judge-sight.ts";
import {
  failed,
  isCloudsWord,
  isTooLate,
  LOOK_MS,
  lookOrReason,
  noteIntent,
  type Performance,
  type PerformPorts,
  tooLate,
} from "./performance.ts";
import type { PowerClaim, PowerEnd } from "./ports.ts";

/**
 * Does a power action, or goes on with what a dead worker had begun. Null when it was given up: then nothing may be
 * noted. The intent is noted before the cloud is told, so whoever goes on knows that it may have been. Throws what is no
 * answer of a cloud; then another worker goes on.
 */
export async function performPower(
  ports: PerformPorts,
  claim: PowerClaim,
  signal: AbortSignal,
): Promise<PowerEnd | null> {
  const { record } = claim;
  const begun = ports.elapsedMs();
  try {
    const { power } = await ports.clients(record.cloudId);
    if (power === undefined) return failed(new AppError("cloud-refused", "This cloud cannot start and stop machines."));
    const ageMs = () => claim.ageMs + ports.elapsedMs() - begun;
    const work: Performance = { ports, claim, power, signal, ageMs };
    const { mark, ticket, acceptedAt } = record;
    if (record.sentAt !== null) return await awaitEnd(work, { mark, ticket, acceptedAt }, claim.sentMsAgo ?? 0);
    await ports.mayUse(record.cloudId, record.ownerId);
    return await begin(work);
  } catch (error) {
    if (signal.aborted) return null;
    if (isCloudsWord(error)) return failed(error);
    throw error;
  }
}

async function begin(work: Performance): Promise<PowerEnd | null> {
  const { ports, claim, power, signal } = work;
  const { record, epoch } = claim;
  const before = await settle(work);
  if (before !== "send") return before;
  const mark = await power.lastAct(record.instanceId, record.action, signal).catch(markUnknown);
  const intent = signal.aborted ? "given-up" : await noteIntent(work, mark);
  if (intent === "given-up") return null;
  if (intent === "late") return begin(work);
  const sent = { mark, ticket: null, acceptedAt: null };
  try {
    const ticket = await power.send(record.instanceId, record, signal);
    await ports.store.noteAccepted(record.id, epoch, ticket);
    return await awaitEnd(work, { ...sent, ticket, acceptedAt: record.createdAt }, 0);
  } catch (error) {
    // No answer is no refusal: the request may have arrived.
    if (error instanceof AppError && error.code === "cloud-unreachable") return awaitEnd(work, sent, 0);
    throw error;
  }
}

/** Waits until the machine is at rest and the cloud can be told, or there is nothing to tell; null when given up. */
async function settle(work: Performance): Promise<"send" | PowerEnd | null> {
  const { ports, claim, signal } = work;
  const { record, epoch } = claim;
  let told = "";
  while (!signal.aborted) {
    const sight = await lookOrReason(work);
    const judgement = sight instanceof AppError ? "wait" : judgeBefore(record, sight);
    if (judgement !== "wait" && judgement !== "send") return endOf(judgement, claim, sight as PowerSight | null);
    if (isTooLate(work)) return judgement === "send" ? tooLate("", "power-too-late") : tooLateBy(sight);
    if (judgement === "send") return "send";
    const now = sight instanceof AppError ? sight.message : `The cloud is at work on the machine (${statusOf(sight)}).`;
    if (now !== told) await ports.store.noteWaiting(record.id, epoch, now);
    told = now;
    await ports.timers.pause(LOOK_MS);
  }
  return null;
}

function endOf(
  judgement: "so-already" | "gone" | "refuse",
  { record }: PowerClaim,
  sight: PowerSight | null,
): PowerEnd {
  if (judgement === "so-already") {
    const detail = record.action === "stop" ? "It was stopped already." : "It was running already.";
    return { status: "done", detail, problem: null };
  }
  if (judgement === "gone") {
    return failed(new AppError("no-machine", `The cloud has no machine ${record.instanceId} any more.`));
  }
  const verb = record.action;
  const text = `The machine is ${sight?.powerState ?? "away"} (${statusOf(sight)}); it cannot ${verb} now.`;
  return failed(new AppError("wrong-power-state", text));
}

function tooLateBy(sight: PowerSight | AppError | null): PowerEnd {
  if (sight instanceof AppError) return tooLate(sight.message, sight.code);
  return tooLate(`The cloud was at work on the machine (${statusOf(sight)}).`, "cloud-busy");
}

function statusOf(sight: PowerSight | null): string {
  return sight?.cloudStatus ?? "unknown";
}

/** A history that cannot be read costs certainty only when the worker dies in the next moment. */
function markUnknown(error: unknown): null {
  if (error instanceof AppError) return null;
  throw error;
}
