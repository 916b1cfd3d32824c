import { PROBLEMS, type RunFailure } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import { errorCode } from "./error-code.ts";
import type { Diagnostic } from "./read-message.ts";

type Phase = RunFailure["phase"];

interface Cause {
  readonly code: string;
  readonly summary: string;
  readonly remedy: string;
}

const KNOWN = {
  missing: known("engine-missing"),
  full: known("disk-full"),
  unreachable: known("cloud-unreachable"),
  credentials: known("cloud-credentials"),
  stale: known("plan-stale"),
  locked: known("state-locked"),
  certificate: {
    code: "cloud-unreachable",
    summary: "The cloud's certificate is not trusted",
    remedy:
      "Nothing was sent. Give the authority's PEM bundle as the cloud's caCertificate, or have the cloud's certificate renewed for the name in its address, then plan again.",
  },
  crashed: {
    code: "provider-crashed",
    summary: "The provider crashed",
    remedy: "Plan again; if it crashes again, report it with the run's log. Nothing that was done is lost.",
  },
  quota: {
    code: "cloud-quota",
    summary: "A quota of the cloud is used up",
    remedy: "Free something or ask the cloud's administrator for more, then plan again.",
  },
  capacity: {
    code: "cloud-capacity",
    summary: "The cloud has no room for the machine now",
    remedy: "Try again later, or ask for a smaller machine.",
  },
  imageGone: {
    code: "cloud-image-gone",
    summary: "The cloud no longer has the image",
    remedy: "Read the cloud's catalog anew, then ask for an operating system that it still offers.",
  },
  leftOver: {
    code: "cloud-left-over",
    summary: "The cloud already has something of this name",
    remedy:
      "If an interrupted apply left it, repair takes it into the state or removes it; if it is somebody else's, have it renamed.",
  },
  networkHeld: {
    code: "cloud-network-held",
    summary: "The cloud does not let go of the network yet",
    remedy:
      "What is destroyed stays destroyed. A machine that was destroyed, or whose start failed, holds its network until the cloud removes it for good, often a day later: then destroy again, or have the cloud's administrator expunge it now.",
  },
  forbidden: {
    code: "cloud-forbidden",
    summary: "The cloud does not allow these credentials what they were used for",
    remedy:
      "Test the connection: it names what the role may not do. Give the user or account a role that may make machines, then plan again.",
  },
  garbled: {
    code: "cloud-answer",
    summary: "The cloud's answer broke off or was none of its API",
    remedy:
      "A proxy answered in its place, or the connection broke. What it was asked for may exist all the same: look at what repair finds, then plan again.",
  },
  other: known("engine-failed"),
} as const satisfies Record<string, Cause>;

/**
 * Words that give a cause away, most telling first. Only a hint for title and remedy: the diagnostics are kept as they
 * are, and no decision about the run's state hangs on this.
 */
const HINTS: readonly (readonly [RegExp, Cause])[] = [
  // The words of our own proxy to an https CloudStack; "unable to verify" would else count as wrong credentials.
  [/no verified connection to \S+: tls: /i, KNOWN.certificate],
  [/no verified connection to /i, KNOWN.unreachable],
  [/no space left on device|disk quota exceeded|ENOSPC/i, KNOWN.full],
  [/saved plan is stale/i, KNOWN.stale],
  [/error acquiring the state lock|state already locked/i, KNOWN.locked],
  [/plugin did not respond|plugin crashed|panic: |unexpected EOF.*plugin/i, KNOWN.crashed],
  [
    /required plugins are not installed|failed to query available provider|inconsistent dependency lock|failed to install provider|could not load plugin|failed to load plugin/i,
    KNOWN.missing,
  ],
  [
    /quota exceeded|exceeds? .*quota|quota .*exceeded|resource ?limit|maximum (amount|number) of|error 535|overlimit/i,
    KNOWN.quota,
  ],
  [/insufficient capacity|no valid host|error 533|unable to create a deployment/i, KNOWN.capacity],
  [
    /authentication failed|unable to (verify|authenticate)|requires authentication|invalid credentials|unauthorized|error 401|status code.? 401|got 401/i,
    KNOWN.credentials,
  ],
  [
    /connection refused|connection error, retries exhausted|no such host|i\/o timeout|no route to host|connection reset|network is unreachable|context deadline exceeded|tls: |x509: |client\.timeout|bad gateway|service unavailable|gateway time-?out/i,
    KNOWN.unreachable,
  ],
  [/unexpected EOF|unexpected end of JSON input|invalid character .{1,6} looking for|instead: \s*</i, KNOWN.garbled],
  [
    /policy doesn't allow|got 403 instead|error 432|does not exist or is not available for the account/i,
    KNOWN.forbidden,
  ],
  [/invalid image identifier|image \S+ could not be found/i, KNOWN.imageGone],
  [/\balready exists\b/i, KNOWN.leftOver],
  [/failed to delete network/i, KNOWN.networkHeld],
];

const FULL_DISK = /ENOSPC|EDQUOT/;

export interface EngineEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly spawnError: string | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Last lines of stderr and of stdout that were not JSON, redacted. */
  readonly rest: readonly string[];
}

/** Says in plain words why the engine failed. */
export function engineFailure(phase: Phase, end: EngineEnd): RunFailure {
  const errors = end.diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  const cause = causeOf(end, errors);
  return {
    code: cause.code,
    phase,
    summary: cause.summary,
    detail: detailOf(end, errors),
    remedy: cause.remedy,
    diagnostics: [...errors, ...crashDiagnostics(end)],
  };
}

/** A failure of our own before or after the engine ran: a refused file, or a file system that does not play along. */
export function systemFailure(phase: Phase, error: unknown): RunFailure {
  const full = FULL_DISK.test(errorCode(error));
  const cause = error instanceof AppError ? known(error.code) : full ? KNOWN.full : KNOWN.other;
  const detail = error instanceof Error ? error.message : String(error);
  return { code: cause.code, phase, summary: cause.summary, detail, remedy: cause.remedy, diagnostics: [] };
}

function causeOf(end: EngineEnd, errors: readonly Diagnostic[]): Cause {
  if (end.spawnError !== null) return FULL_DISK.test(end.spawnError) ? KNOWN.full : KNOWN.missing;
  const words = [...errors.flatMap(({ summary, detail }) => [summary, detail]), ...end.rest].join("\n");
  return HINTS.find(([pattern]) => pattern.test(words))?.[1] ?? KNOWN.other;
}

function detailOf(end: EngineEnd, errors: readonly Diagnostic[]): string {
  const first = errors[0];
  if (first !== undefined) return first.detail === "" ? first.summary : `${first.summary}: ${first.detail}`;
  if (end.spawnError !== null) return `The engine could not be started (${end.spawnError}).`;
  const last = end.rest.at(-1);
  if (last !== undefined) return last;
  return end.signal === null ? `The engine ended with code ${end.exitCode}.` : `The engine was ended by ${end.signal}.`;
}

/** A provider's stack is on stderr and in no diagnostic; its first line tells most. */
function crashDiagnostics(end: EngineEnd): readonly Diagnostic[] {
  const panic = end.rest.find((line) => line.includes("panic: "));
  if (panic === undefined) return [];
  return [{ severity: "error", summary: "A provider crashed", detail: panic, address: null }];
}

function known(code: keyof typeof PROBLEMS): Cause {
  return { code, summary: PROBLEMS[code].title, remedy: PROBLEMS[code].remedy };
}
