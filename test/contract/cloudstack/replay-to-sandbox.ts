import { COMMANDS } from "../../../sandbox/cloudstack/command-table.ts";
import { type Answer, makeSignedClient, type SignedClient } from "../../sandbox/cloudstack/signed-client.ts";
import { type Exchange, type Fields, innerOf, isFields, outcomeOf } from "./exchanges.ts";

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Things that both clouds have from the beginning, by their names. */
const NAMES: Readonly<Record<string, string>> = {
  "Sandbox-simulator": "sandbox-zone",
  "Small Instance": "Sandbox Small",
  "Medium Instance": "Sandbox Medium",
  "CentOS 5.6 (64-bit) no GUI (Simulator)": "Debian 12",
  Small: "Sandbox Disk 5",
  Medium: "Sandbox Disk 20",
};

const SEEDS: readonly (readonly [string, Record<string, string>])[] = [
  ["listZones", {}],
  ["listServiceOfferings", {}],
  ["listDiskOfferings", {}],
  ["listNetworkOfferings", {}],
  ["listTemplates", { templatefilter: "executable" }],
  ["listDomains", {}],
  ["listRoles", {}],
  ["listAccounts", {}],
];

export type Verdict = "same" | "unknown command" | "no history" | "differs";

export interface Replayed {
  readonly exchange: Exchange;
  readonly verdict: Verdict;
  readonly recorded: string;
  readonly answered: string;
  /** The sandbox's own words, when it refused. */
  readonly words: string;
}

/** Makes every recorded call again at a sandbox, with its ids in place of the recorded ones, and compares what comes of it. */
export async function replayToSandbox(exchanges: readonly Exchange[], apiUrl: string): Promise<readonly Replayed[]> {
  const nobody = makeSignedClient(apiUrl, { apiKey: "nobody", secretKey: "nobody" });
  const clients = { admin: makeSignedClient(apiUrl), user: makeSignedClient(apiUrl, "demo") };
  const ids = await pairSeeds(exchanges, clients.admin);
  const replayed: Replayed[] = [];
  /** Answers since the last change: the provider asks many a question several times. */
  const answers = new Map<string, Answer>();
  for (const exchange of exchanges) {
    const client = clientFor(exchange);
    const { params, strange } = translate(exchange, ids);
    const recorded = exchange.status === 0 ? "no answer" : outcomeOf(exchange.command, exchange.body);
    const reply = await callOnce(client, exchange, params);
    const answered = outcomeOf(exchange.command, { reply });
    if (COMMANDS[exchange.command] !== undefined)
      learn(innerOf(exchange.body), reply, ids, !exchange.command.startsWith("list"));
    const words = String(reply["errortext"] ?? "");
    replayed.push({ exchange, recorded, answered, words, verdict: judge(exchange, recorded, answered, strange) });
  }
  return replayed;

  async function callOnce(client: SignedClient, exchange: Exchange, params: Record<string, string>): Promise<Answer> {
    const reads = /^(list|get|query)/.test(exchange.command);
    if (!reads) answers.clear();
    const key = JSON.stringify([client === clients.user, client === nobody, exchange.command, params]);
    const answer = answers.get(key) ?? (await call(client, exchange, params));
    if (reads) answers.set(key, answer);
    return answer;
  }

  function clientFor({ flow, status, command }: Exchange): SignedClient {
    if (status === 401 && COMMANDS[command] !== undefined) return nobody;
    return /^(single:)?tf-user-/.test(flow) ? clients.user : clients.admin;
  }
}

/** What was there before anything was made has an id of its own on each side, and mostly the same name. */
async function pairSeeds(exchanges: readonly Exchange[], client: SignedClient): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const [command, params] of SEEDS) {
    const own = itemsIn((await client.call(command, params)).answer);
    for (const item of exchanges
      .filter((one) => one.command === command)
      .flatMap(({ body }) => itemsIn(innerOf(body)))) {
      const name = NAMES[String(item["name"])] ?? item["name"];
      const other = own.find((one) => one["name"] === name);
      if (other !== undefined) ids.set(String(item["id"]), String(other["id"]));
    }
  }
  return ids;
}

function itemsIn(inner: Fields): readonly Fields[] {
  return Object.values(inner).flatMap((value) => (Array.isArray(value) ? value.filter(isFields) : []));
}

function judge({ command }: Exchange, recorded: string, answered: string, strange: boolean): Verdict {
  if (recorded === answered) return "same";
  // The recorded client asked at another moment.
  if (command === "queryAsyncJobResult" && recorded === "pending" && /^(done|failed)/.test(answered)) return "same";
  if (COMMANDS[command] === undefined) return "unknown command";
  return strange ? "no history" : "differs";
}

/** Every job is waited for at once, so that what follows meets the same cloud in every run. */
async function call(client: SignedClient, { command }: Exchange, params: Record<string, string>): Promise<Answer> {
  const { answer } = await client.call(command, params);
  if (command !== "queryAsyncJobResult" && typeof answer["jobid"] === "string" && answer["errorcode"] === undefined) {
    await client.finished(answer["jobid"]).catch(() => undefined);
  }
  return answer;
}

/** `strange`: names something whose making was not recorded, or that the sandbox did not make. */
function translate({ params }: Exchange, ids: ReadonlyMap<string, string>) {
  let strange = false;
  const translated = Object.entries(params).map(([name, value]) => {
    const own = NAMES[value] ?? ids.get(value) ?? value;
    if (own !== value) return [name, own] as const;
    const inside = value.replaceAll(UUID, (id) => {
      const known = ids.get(id);
      if (known === undefined) strange = true;
      return known ?? id;
    });
    return [name, inside] as const;
  });
  return { params: Object.fromEntries(translated), strange };
}

/** Pairs the ids at the same places of both answers; `anew`: an address may come back as another one. */
function learn(recorded: unknown, answered: unknown, ids: Map<string, string>, anew: boolean): void {
  if (Array.isArray(recorded) && Array.isArray(answered)) {
    for (const [index, one] of recorded.entries()) learn(one, partnerOf(one, index, answered, ids), ids, anew);
  } else if (isFields(recorded) && isFields(answered)) {
    for (const [name, value] of Object.entries(recorded)) {
      const other = answered[name];
      if (typeof value === "string" && typeof other === "string" && isKey(name, value) && isKey(name, other)) {
        if (anew || !ids.has(value)) ids.set(value, other);
      } else learn(value, other, ids, anew);
    }
  }
}

function isKey(name: string, value: string): boolean {
  return value.replace(UUID, "") === "" ? value !== "" : name === "ipaddress" && /^\d+(\.\d+){3}$/.test(value);
}

function partnerOf(one: unknown, index: number, others: readonly unknown[], ids: ReadonlyMap<string, string>): unknown {
  if (!isFields(one)) return others[index];
  const known = ids.get(String(one["id"]));
  const byId = others.find((other) => isFields(other) && other["id"] === known);
  const name = NAMES[String(one["name"])] ?? one["name"];
  return (
    byId ??
    others.find((other): other is Fields => isFields(other) && name !== undefined && other["name"] === name) ??
    (others.length === 1 ? others[0] : undefined)
  );
}
