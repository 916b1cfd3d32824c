/**
 * Packs every recorded exchange with a real CloudStack into the one small file that the contract suite replays, in the
 * order in which the flows happened as far as their answers' dates tell. Keys, signatures and formats are left out.
 *
 * Usage: node tools/pack-cloudstack-recordings.ts <folder with commands/ and flows/>
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TARGET = join(import.meta.dirname, "..", "test/_fixtures/cloudstack-contract/exchanges.jsonl.br");
const LEFT_OUT = new Set(["apiKey", "signature", "signatureVersion", "expires", "response"]);

interface Recorded {
  readonly request: { readonly params: Readonly<Record<string, string>> };
  readonly status: number;
  readonly body: unknown;
  readonly flow?: string;
}

const [folder] = process.argv.slice(2);
if (folder === undefined)
  throw new Error("Say where the recordings are: node tools/pack-cloudstack-recordings.ts FOLDER");

const flows = new Map<string, Recorded[]>();
for (const file of readdirSync(join(folder, "flows"))) flows.set(file.replace(".jsonl", ""), read("flows", file));
const alone = readdirSync(join(folder, "commands")).flatMap((file) => read("commands", file));
const known = new Set([...flows.values()].flat().map(keyOf));
const packed = [
  ...[...flows.keys()].sort((a, b) => momentOf(a) - momentOf(b) || (a < b ? -1 : 1)).flatMap((flow) => lines(flow)),
  // Of other flows only what was distinct is kept, so that their order says nothing.
  ...alone.filter((one) => !known.has(keyOf(one))).map((one) => line(`single:${one.flow}`, one)),
];
const text = packed.join("\n");
const window = { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
const bytes = brotliCompressSync(text, { params: window });
writeFileSync(TARGET, bytes);
console.log(`${packed.length} exchanges, ${text.length} characters, ${bytes.length} bytes packed`);

function read(part: string, file: string): Recorded[] {
  const lines = readFileSync(join(folder ?? "", part, file), "utf8").split("\n");
  return lines.filter((one) => one !== "").map((one) => JSON.parse(one) as Recorded);
}

function line(flow: string, { request, status, body }: Recorded): string {
  const params = Object.fromEntries(Object.entries(request.params).filter(([name]) => !LEFT_OUT.has(name)));
  return JSON.stringify([flow, params, status, body]);
}

function lines(flow: string): string[] {
  return (flows.get(flow) ?? []).map((exchange) => line(flow, exchange));
}

function keyOf({ request, status, body }: Recorded): string {
  return JSON.stringify([request.params, status, body]);
}

/** A plan shows nothing newer than the apply before it, and some flows show no date at all: then that of what they name. */
function momentOf(flow: string): number {
  const [, before = "", what = ""] = /^(.*?)-(plan|import|change|fix|destroy)/.exec(flow) ?? [];
  const afterApply = flows.has(`${before}-apply`) ? lastDate(`${before}-apply`) + (what === "destroy" ? 2 : 1) : 0;
  return Math.max(lastDate(flow) || dateOfNamed(flow), afterApply);
}

function dateOfNamed(flow: string): number {
  const ids = idsIn(flow);
  const makers = [...flows.keys()].filter(
    (other) => other.endsWith("-apply") && [...idsIn(other)].some((id) => ids.has(id) && isRare(id)),
  );
  return Math.max(0, ...makers.map(lastDate)) + 1;
}

function idsIn(flow: string): ReadonlySet<string> {
  return new Set(JSON.stringify(flows.get(flow)).match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []);
}

function isRare(id: string): boolean {
  return [...flows.values()].filter((exchanges) => JSON.stringify(exchanges).includes(id)).length < 25;
}

function lastDate(flow: string): number {
  const dates =
    JSON.stringify(flows.get(flow)?.map(({ body }) => body)).match(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000/g) ?? [];
  const moments = dates.map((date) => Date.parse(date.replace("+0000", "Z")));
  // Signed addresses end some days ahead.
  return Math.max(0, ...moments.filter((at) => at < Date.parse("2027-01-01")));
}
