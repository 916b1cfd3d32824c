import { SiteOutputs } from "../../contract/index.ts";
import type { NewRunEvent } from "../../run/ports.ts";
import type { Redact } from "./secret-redactor.ts";

export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
  readonly address: string | null;
}

/** What one line of `-json` output tells. */
export interface EngineMessage {
  readonly event: NewRunEvent | null;
  readonly diagnostic: Diagnostic | null;
  readonly outputs: SiteOutputs | null;
}

type Fields = Readonly<Record<string, unknown>>;
type Phase = NewRunEvent["phase"];

const STATES = { apply_start: "started", apply_complete: "complete", apply_errored: "errored" } as const;
/** Told better by the summary (`planned_change`), by nobody at all (`resource_drift`), or without words (`outputs`). */
const SILENT = new Set(["planned_change", "resource_drift", "outputs", "refresh_start"]);

/** Reads one line; a line that is not Terraform's JSON (a crash, a provider's own print) becomes a line of the log. */
export function readMessage(line: string, phase: Phase, redact: Redact, now: () => Date): EngineMessage {
  const message = parseLine(line);
  if (message === null)
    return { event: logLine(redact(line), phase, now().toISOString()), diagnostic: null, outputs: null };
  const at = timeOf(message["@timestamp"]) ?? now().toISOString();
  const type = textOf(message["type"]);
  const diagnostic = type === "diagnostic" ? readDiagnostic(fieldsOf(message["diagnostic"]), redact) : null;
  const outputs = type === "outputs" ? readOutputs(fieldsOf(message["outputs"])) : null;
  if (diagnostic !== null) return { event: diagnosticLine(diagnostic, phase, at), diagnostic, outputs };
  if (SILENT.has(type)) return { event: null, diagnostic, outputs };
  const text = redact(textOf(message["@message"]));
  const progress = readProgress(type, fieldsOf(message["hook"]));
  const event: NewRunEvent = { at, kind: progress === null ? "log" : "progress", phase, text, progress };
  return { event: text === "" ? null : event, diagnostic, outputs };
}

/** A line of the log that the service itself says. */
export function logLine(text: string, phase: Phase, at: string): NewRunEvent {
  return { at, kind: "log", phase, text, progress: null };
}

function parseLine(line: string): Fields | null {
  if (!line.startsWith("{")) return null;
  try {
    const parsed: unknown = JSON.parse(line);
    const fields = fieldsOf(parsed);
    return typeof fields["@message"] === "string" ? fields : null;
  } catch {
    return null;
  }
}

function readProgress(type: string, hook: Fields): NewRunEvent["progress"] {
  if (!isProgress(type)) return null;
  const seconds = hook["elapsed_seconds"];
  return {
    address: textOf(fieldsOf(hook["resource"])["addr"]),
    action: textOf(hook["action"]),
    state: STATES[type],
    elapsedMs: typeof seconds === "number" ? Math.round(seconds * 1_000) : null,
    objectId: hook["id_key"] === "id" ? textOf(hook["id_value"]) || null : null,
  };
}

function isProgress(type: string): type is keyof typeof STATES {
  return Object.hasOwn(STATES, type);
}

function readDiagnostic(diagnostic: Fields, redact: Redact): Diagnostic {
  return {
    severity: textOf(diagnostic["severity"]) || "error",
    summary: redact(textOf(diagnostic["summary"])),
    detail: redact(textOf(diagnostic["detail"])),
    address: textOf(diagnostic["address"]) || null,
  };
}

function diagnosticLine(diagnostic: Diagnostic, phase: Phase, at: string): NewRunEvent {
  const where = diagnostic.address === null ? "" : ` (${diagnostic.address})`;
  const detail = diagnostic.detail === "" ? "" : `\n${diagnostic.detail}`;
  const text = `${diagnostic.severity}: ${diagnostic.summary}${where}${detail}`;
  return { at, kind: "diagnostic", phase, text, progress: null };
}

function readOutputs(outputs: Fields): SiteOutputs | null {
  const values = Object.entries(outputs).map(([name, output]) => [name, fieldsOf(output)["value"]]);
  const parsed = SiteOutputs.safeParse(Object.fromEntries(values));
  return parsed.success ? parsed.data : null;
}

/** Terraform writes local time with an offset; events are kept in UTC. */
function timeOf(value: unknown): string | null {
  const at = new Date(textOf(value));
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
