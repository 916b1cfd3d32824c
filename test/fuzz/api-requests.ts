import type { Access } from "../../server/plugins/access.ts";
import type { TenantObjects } from "../_helpers/tenant-objects.ts";
import type { Operation } from "./api-operations.ts";
import type { Dice } from "./dice.ts";
import { NASTY_TEXTS } from "./nasty-texts.ts";
import type { FuzzThings } from "./plant-fuzz-things.ts";
import { type Schema, spoil, valueFor } from "./schema-values.ts";
import { soundPartsOf } from "./sound-requests.ts";

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
  readonly own: () => FuzzThings;
}

export interface RequestSources {
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly callers: readonly FuzzCaller[];
  readonly victims: readonly TenantObjects[];
  /** Requirements that mean something. */
  readonly documents: readonly unknown[];
  /** Any text and any JSON. */
  readonly texts: readonly string[];
  readonly values: readonly unknown[];
  readonly accessOf: (operation: Operation) => Access | undefined;
}

/** What stands behind a segment of an address. */
const NAMED_BY: Readonly<Record<string, keyof TenantObjects>> = {
  workspaces: "workspace",
  v1: "workspace",
  runs: "run",
  clouds: "cloud",
  buckets: "bucket",
  images: "image",
  "power-actions": "powerAction",
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

/** Who may ask for everything of the account, of the site, or for what is open to anyone. */
const ABLE: Readonly<Record<Access["who"], readonly string[]>> = {
  anyone: ["nobody"],
  user: ["ann/manage", "ann by cookie"],
  account: ["ann/manage", "ann by cookie"],
  object: ["ann/manage", "ann by cookie", "lea/manage@lab"],
  organisation: ["lea/manage", "lea/manage@lab"],
  "site-admin": ["root/manage"],
};

/** Makes the request; the same dice make the same one. A third of them has nothing wrong with it. */
export function makeRequest(operation: Operation, dice: Dice, sources: RequestSources): FuzzRequest {
  const isSound = dice.oneIn(3);
  const access = sources.accessOf(operation);
  const caller = chooseCaller();
  const own = caller.own();
  const victim = dice.pick(sources.victims);
  const sound = isSound ? soundPartsOf(operation.key, own, { dice, document: dice.pick(sources.documents) }) : {};
  const ids = [own, victim].flatMap(({ workspace, run, cloud, webhook, account }) => [
    workspace,
    run,
    cloud,
    webhook,
    account,
  ]);
  const around = { dice, schemas: sources.schemas, ids, texts: sources.texts, values: sources.values };
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
    method:
      !isSound && dice.oneIn(60) ? dice.pick(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) : operation.method,
    url: `${path}${queryOf()}`,
    headers: { host: "twin.example", ...caller.headers(), ...(isSound ? {} : extraHeaders()), ...body?.headers },
    payload: body?.text,
    foreign,
    foreignObject,
  };

  function chooseCaller(): FuzzCaller {
    // For how it can succeed; whose things are meant is chosen with the caller.
    const said = isSound
      ? soundPartsOf(operation.key, sources.callers[0]?.own() as FuzzThings, { dice, document: {} })
      : {};
    const able = said.caller === undefined ? ABLE[access?.who ?? "anyone"] : [said.caller];
    if (isSound) return dice.pick(sources.callers.filter(({ name }) => able.includes(name)));
    // Only a run's own credential opens a state, and it opens nothing else.
    const runs = sources.callers.filter(({ name }) => / run of /.test(name));
    if (operation.path.startsWith("/state/") && !dice.oneIn(3)) return dice.pick(runs);
    // Most of what strangers ask ends at the door.
    return dice.pick(
      dice.oneIn(6) ? sources.callers : sources.callers.filter(({ name }) => /[a-z]\/|^ann by/.test(name)),
    );
  }

  function pathValue(before: string, name: string): string {
    parameters += 1;
    const said = sound.params?.[name];
    if (said !== undefined) return said;
    if (isSound) return NEVER_FOREIGN[name] ? dice.pick(NEVER_FOREIGN[name]) : ownValue(before);
    if (dice.oneIn(12)) return encodeURIComponent(Buffer.from(nastyText()).toString()).slice(0, 400);
    if (dice.oneIn(10)) return dice.uuid();
    const fixed = NEVER_FOREIGN[name];
    if (fixed !== undefined) return dice.pick(fixed);
    const kind = NAMED_BY[before] ?? "workspace";
    // Administrators of the site may look after every person.
    if (dice.oneIn(2) || (access?.who === "site-admin" && caller.name.startsWith("root"))) return ownValue(before);
    foreign.push(victim[kind]);
    foreignObject ||= parameters === 1;
    return victim[kind];
  }

  function ownValue(before: string): string {
    return own[NAMED_BY[before] ?? "workspace"];
  }

  function nastyText(): string {
    return dice.pick(dice.oneIn(2) ? NASTY_TEXTS : sources.texts);
  }

  function queryOf(): string {
    const query = new URLSearchParams(sound.query);
    if (isSound) return query.size === 0 ? "" : `?${query}`;
    for (const { name, schema } of operation.query) {
      if (!dice.oneIn(3)) continue;
      const value = dice.oneIn(3) ? nastyText() : valueFor(schema, around);
      query.append(name, typeof value === "object" ? JSON.stringify(value) : String(value));
    }
    if (dice.oneIn(20)) query.append(dice.pick(["unknown", "limit", "cursor", "__proto__"]), nastyText());
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
    if (isSound && (sound.body !== undefined || types.length === 0))
      return sound.body === undefined ? null : inJson(sound.body);
    if (types.length === 0 && !(operation.method !== "GET" && dice.oneIn(10))) return null;
    const type = dice.pick(types.length === 0 ? ["application/json"] : types);
    const schema = operation.bodies[type] ?? {};
    const wantsRequirement = types.includes("application/yaml") && !operation.path.endsWith("/clouds");
    const fitting = wantsRequirement ? dice.pick(sources.documents) : valueFor(schema, around);
    if (isSound) return { text: JSON.stringify(fitting), headers: { "content-type": type } };
    const value = dice.oneIn(2) ? fitting : spoil(fitting, around);
    const whole = JSON.stringify(value) ?? "";
    const text = dice.oneIn(40) ? dice.pick([whole.slice(0, -1), "", "{", "- a\n- : b", "&a [*a]"]) : whole;
    return { text, headers: { "content-type": dice.oneIn(25) ? dice.pick(TYPES) : type } };
  }
}

function inJson(body: unknown): { readonly text: string; readonly headers: Record<string, string> } {
  return { text: JSON.stringify(body), headers: { "content-type": "application/json" } };
}
