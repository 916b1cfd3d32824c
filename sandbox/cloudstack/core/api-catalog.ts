import { readFileSync } from "node:fs";
import { UNRECORDED_COMMANDS } from "./unrecorded-commands.ts";

export interface ApiParameter {
  name: string;
  type: string;
  required: boolean;
}

export interface ApiEntry {
  isAsync: boolean;
  parameters: ApiParameter[];
  /** Names of the fields of one answered object. */
  response: string[];
}

/** One command as the files spell it: `"name:type"`, with `!` after the type of a required parameter. */
export interface CondensedApiEntry {
  isAsync: boolean;
  parameters: string[];
  response: string[];
}

/**
 * Parameters of every command, from what a real 4.22 said in `listApis` (condensed by
 * tools/condense-cloudstack-recordings.ts), and for commands that were not recorded from its documentation.
 */
export const API_CATALOG: ReadonlyMap<string, ApiEntry> = readCatalog();

function readCatalog(): Map<string, ApiEntry> {
  const recorded = JSON.parse(readFileSync(new URL("./api-catalog.json", import.meta.url), "utf8"));
  const all: Record<string, CondensedApiEntry> = { ...UNRECORDED_COMMANDS, ...recorded };
  return new Map(Object.entries(all).map(([command, entry]) => [command, expand(entry)]));
}

function expand(entry: CondensedApiEntry): ApiEntry {
  return { ...entry, parameters: entry.parameters.map(parseParameter) };
}

function parseParameter(text: string): ApiParameter {
  const [name = "", type = "string"] = text.split(":");
  return { name, type: type.replace("!", ""), required: type.endsWith("!") };
}
