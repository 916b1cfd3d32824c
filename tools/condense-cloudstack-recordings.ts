/**
 * Condenses recordings of a real CloudStack into the two small files that the sandbox and its tests use:
 * the parameters of every command, and the shape of every answer.
 *
 * Usage: node tools/condense-cloudstack-recordings.ts <folder with apis.json, commands/ and flows/>
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { COMMANDS } from "../sandbox/cloudstack/command-table.ts";
import { condenseShapes, type Recording } from "./cloudstack-shapes.ts";

interface RecordedApi {
  isasync: boolean;
  params: { name: string; type: string; required: boolean }[];
  response: { name: string }[];
}

const CHECKOUT = join(import.meta.dirname, "..");
const CATALOG_FILE = "sandbox/cloudstack/core/api-catalog.json";
const SHAPES_FILE = "test/_fixtures/cloudstack/shapes.json";

const [folder] = process.argv.slice(2);
if (folder === undefined)
  throw new Error("Say where the recordings are: node tools/condense-cloudstack-recordings.ts FOLDER");

write(CATALOG_FILE, condenseCatalog(JSON.parse(readFileSync(join(folder, "apis.json"), "utf8"))));
write(SHAPES_FILE, condenseShapes(readRecordings(folder), new Set(Object.keys(COMMANDS))));

function condenseCatalog(apis: Record<string, RecordedApi>): object {
  const known = Object.entries(apis).filter(([command]) => command in COMMANDS);
  const entries = known.map(([command, api]) => {
    const parameters = api.params.map(({ name, type, required }) => `${name}:${type}${required ? "!" : ""}`);
    return [command, { isAsync: api.isasync, parameters, response: api.response.map(({ name }) => name) }];
  });
  return Object.fromEntries(entries.sort());
}

function readRecordings(from: string): Recording[] {
  return ["commands", "flows"].flatMap((part) =>
    readdirSync(join(from, part)).flatMap((file) => {
      const lines = readFileSync(join(from, part, file), "utf8").split("\n");
      const flow = file.replace(".jsonl", "");
      return lines.filter((line) => line !== "").map((line) => ({ flow, ...JSON.parse(line) }) as Recording);
    }),
  );
}

function write(file: string, content: object): void {
  const path = join(CHECKOUT, file);
  mkdirSync(dirname(path), { recursive: true });
  const lines = Object.entries(content).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  writeFileSync(path, `{\n${lines.join(",\n")}\n}\n`);
  console.log(`${file}: ${Object.keys(content).length} entries`);
}
