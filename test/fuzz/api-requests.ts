import type { TenantObjects } from "../_helpers/tenant-objects.ts";
import type { Operation } from "./api-operations.ts";
import type { Dice } from "./dice.ts";
import { NASTY_TEXTS } from "./nasty-texts.ts";
import { type Schema, spoil, valueFor } from "./schema-values.ts";

/** One input of the fuzz. */
export interface FuzzRequest {
  readonly operation: Operation;
  readonly caller: FuzzCaller;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string | undefined;
  /** The things of the other tenant that the address names. */
  readonly foreign: readonly string[];
  /** Whether the thing that the address is about is the other tenant's, and not only a part of it. */
  readonly foreignObject: boolean;
}

/** Somebody who sends requests, and what shows who they are. */
export interface FuzzCaller {
  readonly name: string;
  readonly headers: () => Readonly<Record<string, string>>;
  /** What they may reach; a stranger's are anybody's of the callers' side. */
  readonly own: () => TenantObjects;
}

export interface RequestSources {
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly callers: readonly FuzzCaller[];
  readonly victims: readonly TenantObjects[];
  /** Requirements that mean something. */
  readonly documents: readonly unknown[];
}

/** What stands behind a segment of an address. */
const NAMED_BY: Readonly<Record<string, keyof TenantObjects>> = {
  workspaces: "workspace",
  v1: "workspace",
  runs: "run",
  clouds: "cloud",
  webhooks: "webhook",
  deliveries: "delivery",
  tokens: "token",
  invitations: "invitation",
  members: "member",
  users: "member",
  sessions: "session",
  identities: "identity",
  transfers: "transfer",
  organisations: "account",
};
const TYPES = [
  "application/json; charset=utf-8",
  "application/yaml",
  "text/plain",
  "application/xml",
  "multipart/form-data",
  "x",
];
const NEVER_FOREIGN: Readonly<Record<string, readonly string[]>> = {
  site: ["openstack", "cloudstack"],
  number: ["1", "2"],
  serial: ["1", "2"],
};

/** Makes the request; the same dice make the same one. */
export function makeRequest(operation: Operation, dice: Dice, sources: RequestSources): FuzzRequest {
  // Only a run's own credential opens a state, and it opens nothing else.
  const runs = sources.callers.filter(({ name }) => name.startsWith("a run"));
  const caller = dice.pick(operation.path.startsWith("/state/") && !dice.oneIn(3) ? runs : sources.callers);
  const own = caller.own();
  const victim = dice.pick(sources.victims);
  const ids = [own, victim].flatMap(({ workspace, run, cloud, webhook, account }) => [
    workspace,
    run,
    cloud,
    webhook,
    account,
  ]);
  const around = { dice, schemas: sources.schemas, ids };
  const foreign: string[] = [];
  let [parameters, foreignObject] = [0, false];
  const path = operation.path.replace(
    /([^/]+)\/\{(\w+)\}|\{(\w+)\}/g,
    (_all, before?: string, name = "", alone = "") => {
      const value = pathValue(before ?? "", name || alone);
      return before === undefined ? value : `${before}/${value}`;
    },
  );
  const body = bodyOf();
  return {
    operation,
    caller,
    method: dice.oneIn(60) ? dice.pick(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) : operation.method,
    url: `${path}${queryOf()}`,
    headers: { host: "twin.example", ...caller.headers(), ...extraHeaders(), ...body?.headers },
    payload: body?.text,
    foreign,
    foreignObject,
  };

  function pathValue(before: string, name: string): string {
    parameters += 1;
    if (dice.oneIn(12)) return encodeURIComponent(Buffer.from(dice.pick(NASTY_TEXTS)).toString()).slice(0, 400);
    if (dice.oneIn(10)) return dice.uuid();
    const fixed = NEVER_FOREIGN[name];
    if (fixed !== undefined) return dice.pick(fixed);
    const kind = NAMED_BY[before] ?? "workspace";
    if (!dice.oneIn(3)) return own[kind];
    foreign.push(victim[kind]);
    foreignObject ||= parameters === 1;
    return victim[kind];
  }

  function queryOf(): string {
    const query = new URLSearchParams();
    for (const { name, schema } of operation.query) {
      if (!dice.oneIn(3)) continue;
      const value = dice.oneIn(3) ? dice.pick(NASTY_TEXTS) : valueFor(schema, around);
      query.append(name, typeof value === "object" ? JSON.stringify(value) : String(value));
    }
    if (dice.oneIn(20)) query.append(dice.pick(["unknown", "limit", "cursor", "__proto__"]), dice.pick(NASTY_TEXTS));
    const text = query.toString();
    return text === "" ? (dice.oneIn(50) ? "?%zz=%" : "") : `?${text}`;
  }

  function extraHeaders(): Record<string, string> {
    return {
      ...(dice.oneIn(6) && {
        "idempotency-key": dice.pick(["one", "two", dice.uuid(), "with space", "é", "k".repeat(300)]),
      }),
      ...(dice.oneIn(6) && { "if-match": dice.pick(['"1"', 'W/"1"', "*", "1", '"2", "1"', '"', "x".repeat(300)]) }),
      ...(dice.oneIn(4) && {
        "twinstack-account": dice.pick([own.account, victim.account, "lab", "gone", "no one", ""]),
      }),
      ...(dice.oneIn(6) && { origin: dice.pick(["https://twin.example", "https://evil.example", "null", "://"]) }),
      ...(dice.oneIn(10) && { "last-event-id": dice.pick(["1", "-1", "99999999999", "x"]) }),
      ...(dice.oneIn(10) && { accept: dice.pick(["application/json", "text/html", "*/*;q=0", "application/yaml"]) }),
      ...(dice.oneIn(40) && { authorization: dice.pick(["Bearer", "Bearer ", "Basic !", "Basic Og==", "Bearer a b"]) }),
    };
  }

  function bodyOf(): { readonly text: string; readonly headers: Record<string, string> } | null {
    const types = Object.keys(operation.bodies);
    if (types.length === 0 && !(operation.method !== "GET" && dice.oneIn(10))) return null;
    const type = dice.pick(types.length === 0 ? ["application/json"] : types);
    const schema = operation.bodies[type] ?? {};
    const wantsRequirement = types.includes("application/yaml") && !operation.path.endsWith("/clouds");
    const sound = wantsRequirement ? dice.pick(sources.documents) : valueFor(schema, around);
    const value = dice.oneIn(2) ? sound : spoil(sound, dice);
    const whole = JSON.stringify(value) ?? "";
    const text = dice.oneIn(40) ? dice.pick([whole.slice(0, -1), "", "{", "- a\n- : b", "&a [*a]"]) : whole;
    return { text, headers: { "content-type": dice.oneIn(25) ? dice.pick(TYPES) : type } };
  }
}
