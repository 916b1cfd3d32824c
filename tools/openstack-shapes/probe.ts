/**
 * A tiny OpenStack client that remembers what it saw: the same scenario runs against a real cloud (to record) and
 * against the sandbox (to compare).
 */

/** The shape of a JSON value: leaf types, objects by key, arrays by their first element. */
export type Shape = string | { readonly [key: string]: Shape } | readonly Shape[];

/** What one call answered, with every value that differs between two clouds taken away. */
export interface RecordedAnswer {
  readonly status: number;
  readonly body: Shape;
}

export type OpenstackService = "identity" | "compute" | "network" | "volume" | "image";

export interface CallOptions {
  readonly body?: unknown;
  readonly raw?: Uint8Array;
  readonly headers?: Record<string, string>;
  /** Sent as `OpenStack-API-Version` of the service. */
  readonly microversion?: string;
  readonly token?: string | undefined;
  /** Absent: the call is made but not recorded. */
  readonly name?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The decoded body; an empty object when there was none or it was not JSON. */
  readonly json: Record<string, unknown>;
}

export interface ProbeTarget {
  readonly authUrl: string;
  readonly username: string;
  readonly password: string;
  readonly projectName: string;
}

/** A logged-in probe of one project. */
export interface Probe {
  readonly projectId: string;
  readonly userId: string;
  readonly token: string;
  readonly recorded: Map<string, RecordedAnswer>;
  /** Calls seen in full; kept for the person who reads a mismatch. */
  readonly raw: Map<string, unknown>;
  call(service: OpenstackService, method: string, path: string, options?: CallOptions): Promise<Answer>;
}

/** Logs in with a password and resolves the public endpoints from the catalog. */
export async function openProbe(
  target: ProbeTarget,
  recorded = new Map<string, RecordedAnswer>(),
  raw = new Map<string, unknown>(),
): Promise<Probe> {
  const login = await fetch(`${target.authUrl}/auth/tokens`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(passwordLogin(target)),
  });
  const body = (await login.json()) as {
    token: {
      project: { id: string };
      user: { id: string };
      catalog: { type: string; endpoints: { interface: string; url: string }[] }[];
    };
  };
  const token = login.headers.get("x-subject-token") ?? "";
  const publicUrl = (type: string) =>
    body.token.catalog.find((entry) => entry.type === type)?.endpoints.find((e) => e.interface === "public")?.url ?? "";
  const bases: Record<OpenstackService, string> = {
    identity: target.authUrl,
    compute: publicUrl("compute"),
    network: `${publicUrl("network").replace(/\/$/, "")}/v2.0`,
    volume: publicUrl("volumev3"),
    image: `${publicUrl("image").replace(/\/$/, "")}/v2`,
  };

  async function call(service: OpenstackService, method: string, path: string, options: CallOptions = {}) {
    const response = await fetch(
      path.startsWith("http") ? path : `${bases[service]}${path}`,
      request(service, method, options, token),
    );
    const text = await response.text();
    const answer: Answer = { status: response.status, headers: response.headers, text, json: decode(text) };
    if (options.name !== undefined) {
      recorded.set(options.name, { status: answer.status, body: text === "" ? "empty" : shapeOf(parse(text)) });
      raw.set(options.name, {
        status: answer.status,
        headers: Object.fromEntries(response.headers),
        body: parse(text),
      });
    }
    return answer;
  }

  return { projectId: body.token.project.id, userId: body.token.user.id, token, recorded, raw, call };
}

/** The body of a password login scoped to a project of the default domain. */
export function passwordLogin(target: ProbeTarget): unknown {
  return {
    auth: {
      identity: {
        methods: ["password"],
        password: { user: { domain: { name: "Default" }, name: target.username, password: target.password } },
      },
      scope: { project: { domain: { name: "Default" }, name: target.projectName } },
    },
  };
}

/** Repeats a read until it satisfies the wish; fails after 3 min so that a recording never hangs. */
export async function until(read: () => Promise<Answer>, wish: (answer: Answer) => boolean): Promise<Answer> {
  const deadline = Date.now() + 180_000;
  for (;;) {
    const answer = await read();
    if (wish(answer)) return answer;
    if (Date.now() > deadline)
      throw new Error(`still waiting after 3 min; last answer: ${answer.status} ${answer.text}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function request(service: OpenstackService, method: string, options: CallOptions, token: string): RequestInit {
  const headers: Record<string, string> = { accept: "application/json", ...options.headers };
  const sent = "token" in options ? options.token : token;
  if (sent !== undefined) headers["x-auth-token"] = sent;
  if (options.microversion !== undefined) headers["openstack-api-version"] = `${service} ${options.microversion}`;
  if (options.raw !== undefined) return { method, headers, body: new Uint8Array(options.raw) };
  if (options.body === undefined) return { method, headers };
  headers["content-type"] ??= "application/json";
  return { method, headers, body: JSON.stringify(options.body) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function decode(text: string): Record<string, unknown> {
  const value = parse(text);
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function shapeOf(value: unknown): Shape {
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== "object") return typeof value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, shapeOf(inner)]));
}
