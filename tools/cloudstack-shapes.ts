/** Shapes of recorded answers: which fields, of which JSON types, and which of them are not always there. */

export interface Recording {
  flow: string;
  request: { params: Record<string, string> };
  status: number;
  body: Record<string, unknown>;
}

/** `"string"`, `"number"`, `"boolean"`, an object's fields, or a list's element. Several types at once are joined by `|`. */
export type Shape = string | { fields: Record<string, FieldShape> } | { list: Shape | null };

export interface FieldShape {
  shape: Shape;
  /** True when some recorded objects don't have the field. */
  optional?: true;
}

/** What was recorded of one command. */
export interface CommandShapes {
  topKey: string;
  /** The answer to a successful call, per kind of caller; lists that were empty or beyond the end are not merged in. */
  answers: Partial<Record<Caller, Shape>>;
  /** Results of finished jobs of this command. */
  jobResults: Partial<Record<Caller, Shape>>;
  /** Java class per kind of caller. */
  javaClasses: Partial<Record<Caller, string>>;
  jobInstanceType?: string;
  /** Distinct refusals, with what varies replaced. */
  errors: ErrorShape[];
  sawEmpty?: true;
}

export interface ErrorShape {
  topKey: string;
  status: number;
  cserrorcode?: number;
  text: string;
  inJob?: true;
}

export type Caller = "admin" | "user";

/** What only the simulator says, or what no answer of a sandbox can repeat. */
const SIMULATOR_ERRORS = [
  /Failed to extract/,
  /getFileExtension/,
  /No remote endpoint/,
  /source and destination zones/,
];

export function condenseShapes(recordings: Recording[], commands: ReadonlySet<string>): Record<string, CommandShapes> {
  const jobCommands = commandsByJob(recordings);
  const all = new Map<string, CommandShapes>();
  for (const recording of recordings) {
    const command = recording.request.params["command"] ?? "";
    const [topKey = "", answer] = Object.entries(recording.body)[0] ?? [];
    if (command === "" || !isObject(answer) || recording.status === 0) continue;
    if (command === "queryAsyncJobResult") addJob(all, recording, answer, jobCommands, commands);
    if (commands.has(command) || topKey === "errorresponse")
      addAnswer(entry(all, command, topKey), recording, topKey, answer);
  }
  loosenByKind(all);
  return Object.fromEntries([...all].filter(([, shapes]) => shapes.topKey !== "").sort());
}

/** UUIDs, addresses, numbers and names vary; the words around them don't. */
export function wordsOf(errorText: string): string {
  return errorText
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "<uuid>")
    .replace(/cs[0-9a-f]+(sandbox\.\w+)/g, "<domain>")
    .replace(/i-\d+-\d+-VM/g, "<instance>")
    .replace(/\d+(\.\d+){3}/g, "<ip>")
    .replace(/\d+/g, "<n>");
}

function addAnswer(shapes: CommandShapes, { flow, status }: Recording, topKey: string, answer: object): void {
  if ("errorcode" in answer) {
    addError(shapes, { ...(answer as ApiFailure), topKey, status });
    return;
  }
  shapes.topKey = topKey;
  if (Object.keys(answer).length === 0 || isOnlyCount(answer)) {
    shapes.sawEmpty = true;
    return;
  }
  const caller = callerOf(flow);
  shapes.answers[caller] = merge(shapes.answers[caller], shapeOf(answer));
}

function addJob(
  all: Map<string, CommandShapes>,
  { flow }: Recording,
  job: object,
  jobCommands: Map<string, string>,
  commands: ReadonlySet<string>,
): void {
  const { jobid, cmd, jobstatus, jobresult, jobinstancetype } = job as Record<string, unknown>;
  const command = jobCommands.get(String(jobid));
  if (command === undefined || !commands.has(command)) return;
  const shapes = entry(all, command, "");
  const caller = callerOf(flow);
  shapes.javaClasses[caller] = String(cmd);
  if (typeof jobinstancetype === "string") shapes.jobInstanceType = jobinstancetype;
  if (jobstatus === 1 && isObject(jobresult)) {
    shapes.jobResults[caller] = merge(shapes.jobResults[caller], shapeOf(jobresult));
  }
  if (jobstatus === 2 && isObject(jobresult)) {
    const { errorcode, errortext } = jobresult as unknown as ApiFailure;
    addError(shapes, { errorcode, errortext, topKey: "", status: 200 }, true);
  }
}

interface ApiFailure {
  errorcode: number;
  cserrorcode?: number;
  errortext: string;
}

function addError(
  shapes: CommandShapes,
  failure: ApiFailure & { topKey: string; status: number },
  inJob = false,
): void {
  const { errorcode, cserrorcode, errortext, topKey } = failure;
  if (SIMULATOR_ERRORS.some((pattern) => pattern.test(errortext))) return;
  const error: ErrorShape = {
    topKey,
    status: errorcode,
    ...(cserrorcode === undefined ? {} : { cserrorcode }),
    text: wordsOf(errortext),
    ...(inJob ? { inJob: true } : {}),
  };
  if (!shapes.errors.some((known) => known.text === error.text)) shapes.errors.push(error);
  if (!inJob && shapes.topKey === "") shapes.topKey = topKey;
}

/** Which command a job belongs to: the one whose answer named it. */
function commandsByJob(recordings: Recording[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { request, body } of recordings) {
    const answer = Object.values(body)[0];
    const command = request.params["command"];
    if (isObject(answer) && "jobid" in answer && command !== undefined && command !== "queryAsyncJobResult") {
      found.set(String(answer["jobid"]), command);
    }
  }
  return found;
}

function entry(all: Map<string, CommandShapes>, command: string, topKey: string): CommandShapes {
  const known = all.get(command);
  if (known) return known;
  const made: CommandShapes = { topKey, answers: {}, jobResults: {}, javaClasses: {}, errors: [] };
  all.set(command, made);
  return made;
}

function callerOf(flow: string): Caller {
  return flow.startsWith("tf-user") ? "user" : "admin";
}

export function shapeOf(value: unknown): Shape {
  if (Array.isArray(value))
    return { list: value.reduce<Shape | null>((sum, v) => merge(sum ?? undefined, shapeOf(v)), null) };
  if (!isObject(value)) return value === null ? "null" : typeof value;
  const fields = Object.entries(value).map(([name, v]) => [name, { shape: shapeOf(v) }] as const);
  return { fields: Object.fromEntries(fields) };
}

function merge(left: Shape | undefined, right: Shape): Shape {
  if (left === undefined) return right;
  if (typeof left === "string" || typeof right === "string") {
    if (typeof left !== "string" || typeof right !== "string") return "mixed";
    return [...new Set([...left.split("|"), ...right.split("|")])].sort().join("|");
  }
  if ("list" in left || "list" in right) {
    if (!("list" in left && "list" in right)) return "mixed";
    if (left.list === null || right.list === null) return left.list === null ? right : left;
    return { list: merge(left.list, right.list) };
  }
  return { fields: mergeFields(left.fields, right.fields) };
}

function mergeFields(left: Record<string, FieldShape>, right: Record<string, FieldShape>): Record<string, FieldShape> {
  const merged: Record<string, FieldShape> = {};
  for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const [a, b] = [left[name], right[name]];
    const shape = a && b ? merge(a.shape, b.shape) : (a ?? b)?.shape;
    if (shape === undefined) continue;
    const isOptional = a === undefined || b === undefined || a.optional === true || b.optional === true;
    merged[name] = isOptional ? { shape, optional: true } : { shape };
  }
  return merged;
}

/** Objects that are the same kind of thing under another name. */
const SAME_KIND: Record<string, string> = {
  ipaddress: "publicipaddress",
  keypair: "sshkeypair",
  loadbalancer: "loadbalancerrule",
};

/**
 * Few recordings of one command can't tell a field that is always there from one that depends on the object. So a field
 * that some recorded object of a kind lacks is optional wherever this kind appears.
 */
function loosenByKind(all: Map<string, CommandShapes>): void {
  const pools = new Map<string, Shape>();
  eachAnswer(all, (caller, kind, shape) => {
    const key = `${caller} ${kind}`;
    pools.set(key, merge(pools.get(key), shape));
    return shape;
  });
  eachAnswer(all, (caller, kind, shape) => loosen(shape, pools.get(`${caller} ${kind}`) ?? shape));
}

function eachAnswer(
  all: Map<string, CommandShapes>,
  change: (caller: Caller, kind: string, shape: Shape) => Shape,
): void {
  for (const { answers, jobResults } of all.values()) {
    for (const part of [answers, jobResults]) {
      for (const [caller, shape] of Object.entries(part) as [Caller, Shape][]) {
        if (typeof shape === "string" || !("fields" in shape)) continue;
        for (const [name, field] of Object.entries(shape.fields)) {
          const kind = SAME_KIND[name] ?? name;
          const { shape: inner } = field;
          if (typeof inner === "string") continue;
          field.shape =
            "list" in inner ? { list: inner.list && change(caller, kind, inner.list) } : change(caller, kind, inner);
        }
      }
    }
  }
}

function loosen(shape: Shape, pool: Shape): Shape {
  if (typeof shape === "string" || typeof pool === "string") return shape;
  if ("list" in shape) {
    if (!("list" in pool) || pool.list === null) return shape;
    return { list: shape.list === null ? pool.list : loosen(shape.list, pool.list) };
  }
  if (!("fields" in pool)) return shape;
  const fields: Record<string, FieldShape> = {};
  for (const [name, field] of Object.entries(pool.fields)) {
    const own = shape.fields[name];
    if (own)
      fields[name] = { ...own, shape: loosen(own.shape, field.shape), ...(field.optional ? { optional: true } : {}) };
    else if (field.optional) fields[name] = field;
  }
  return { fields };
}

function isOnlyCount(answer: object): boolean {
  return Object.keys(answer).join() === "count";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
