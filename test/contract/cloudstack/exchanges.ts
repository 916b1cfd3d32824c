import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";

/** One recorded request to a real CloudStack 4.22 and what it answered, packed by tools/pack-cloudstack-recordings.ts. */
export interface Exchange {
  readonly flow: string;
  readonly command: string;
  /** Without `command`, keys and signature. */
  readonly params: Readonly<Record<string, string>>;
  /** 0 when the server gave no answer. */
  readonly status: number;
  readonly body: unknown;
}

type Line = readonly [string, Readonly<Record<string, string>>, number, unknown];

const FILE = new URL("../../_fixtures/cloudstack-contract/exchanges.jsonl.br", import.meta.url);

/** All of them, in the order in which the flows happened. */
export function readExchanges(): readonly Exchange[] {
  const lines = brotliDecompressSync(readFileSync(FILE)).toString("utf8").split("\n");
  return lines.map((line) => {
    const [flow, { command = "", ...params }, status, body] = JSON.parse(line) as Line;
    return { flow, command, params, status, body };
  });
}

export type Fields = Readonly<Record<string, unknown>>;

/** What stands below the answer's one key. */
export function innerOf(body: unknown): Fields {
  const inner = isFields(body) ? Object.values(body)[0] : undefined;
  return isFields(inner) ? inner : {};
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `ok`, `empty`, a refusal's number, or how a job stands. */
export function outcomeOf(command: string, body: unknown): string {
  const inner = innerOf(body);
  if (typeof inner["errorcode"] === "number" && inner["jobstatus"] === undefined) return String(inner["errorcode"]);
  if (command === "queryAsyncJobResult") {
    const result = isFields(inner["jobresult"]) ? inner["jobresult"] : {};
    return (
      ["pending", "done", `failed ${String(result["errorcode"] ?? inner["jobresultcode"])}`][
        Number(inner["jobstatus"])
      ] ?? "?"
    );
  }
  if (command.startsWith("list") && !Object.values(inner).some((value) => Array.isArray(value) && value.length > 0)) {
    return isFields(inner["capability"]) ? "ok" : "empty";
  }
  return "ok";
}
