import { type ScriptedAnswer, type ScriptedServer, type SeenRequest, startScriptedServer } from "./scripted-server.ts";

export interface ScriptedOpenstack extends ScriptedServer {
  readonly authUrl: string;
  /** Tokens given out so far; the last one is valid until `expireTokens`. */
  readonly tokens: string[];
  expireTokens(): void;
}

export type Routes = Readonly<Record<string, (request: SeenRequest) => ScriptedAnswer>>;

export interface ScriptedOpenstackOptions {
  readonly routes?: Routes;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Changes what Keystone publishes. */
  readonly catalog?: (url: string) => readonly unknown[];
  readonly tokenLifeMs?: number;
  /** What the user's roles are called. */
  readonly roles?: readonly string[];
  /** How far the cloud's clock is ahead. */
  readonly aheadMs?: number;
}

const COMPUTE_VERSION = { version: { id: "v2.1", status: "CURRENT", version: "2.93", min_version: "2.1" } };
const EMPTY: Routes = {
  "/compute/v2.1/": () => ({ body: COMPUTE_VERSION }),
  "/compute/v2.1/flavors": () => ({ body: { flavors: [] } }),
  "/compute/v2.1/flavors/detail": () => ({ body: { flavors: [] } }),
  "/compute/v2.1/servers/detail": () => ({ body: { servers: [] } }),
  "/compute/v2.1/os-availability-zone": () => ({ body: { availabilityZoneInfo: [] } }),
  "/image/v2/images": () => ({ body: { images: [] } }),
  "/network/v2.0/networks": () => ({ body: { networks: [] } }),
  "/network/v2.0/floatingips": () => ({ body: { floatingips: [] } }),
  "/volume/v3/p1/types": () => ({ body: { volume_types: [] } }),
  "/volume/v3/p1/types/default": () => ({ status: 404, body: { itemNotFound: { code: 404, message: "no default" } } }),
  "/volume/v3/p1/volumes": () => ({ body: { volumes: [] } }),
  "/volume/v3/p1/volumes/detail": () => ({ body: { volumes: [] } }),
};

const PASSWORD = "canary-password";
export const APPLICATION_SECRET = "canary-application-secret";

/** Keystone, and what the routes say for the other services, on one port. Tokens are checked on every call. */
export async function startScriptedOpenstack(options: ScriptedOpenstackOptions = {}): Promise<ScriptedOpenstack> {
  const routes = { ...EMPTY, ...options.routes };
  const tokens: string[] = [];
  const valid = new Set<string>();
  let base = "";

  function logIn(request: SeenRequest): ScriptedAnswer {
    const { auth } = JSON.parse(request.body);
    const { password, application_credential: application } = auth.identity;
    const right = application?.secret === APPLICATION_SECRET || password?.user.password === PASSWORD;
    const asked = auth.scope?.project;
    const project = (asked?.id === "p1" ? "demo" : asked?.name) ?? (application === undefined ? null : "demo");
    if (!right || (asked !== undefined && project !== "demo")) return unauthorized();
    const token = `canary-token-${tokens.length + 1}`;
    tokens.push(token);
    valid.add(token);
    const scoped = project === null ? {} : { project: { id: "p1", name: project }, catalog: publish(base) };
    const expires = new Date(Date.now() + (options.tokenLifeMs ?? 3_600_000)).toISOString();
    return {
      status: 201,
      headers: { "x-subject-token": token, date: new Date(Date.now() + (options.aheadMs ?? 0)).toUTCString() },
      body: { token: { expires_at: expires, user: { id: "u", name: "demo" }, roles: roles(), ...scoped } },
    };
  }

  const roles = () => (options.roles ?? ["member", "reader"]).map((name) => ({ id: name, name }));
  const publish = options.catalog ?? standardCatalog;
  const server = await startScriptedServer((request) => {
    if (request.path === "/identity/v3/") return { body: { version: { id: "v3.14", status: "stable" } } };
    if (request.path === "/identity/v3/auth/tokens") return logIn(request);
    if (!valid.has(String(request.headers["x-auth-token"]))) return unauthorized();
    return routes[request.path]?.(request) ?? { status: 404, body: { itemNotFound: { message: request.path } } };
  }, options.tls);
  base = server.url;
  return { ...server, authUrl: `${server.url}/identity/v3`, tokens, expireTokens: () => valid.clear() };
}

export function standardCatalog(url: string): readonly { type: string; endpoints: object[] }[] {
  const entry = (type: string, path: string) => ({
    type,
    endpoints: [
      { interface: "internal", region: "RegionOne", region_id: "RegionOne", url: "http://10.0.0.1/inside" },
      { interface: "public", region: "RegionOne", region_id: "RegionOne", url: `${url}${path}` },
    ],
  });
  return [
    entry("compute", "/compute/v2.1"),
    entry("network", "/network"),
    entry("image", "/image/"),
    entry("volumev3", "/volume/v3/p1"),
  ];
}

function unauthorized(): ScriptedAnswer {
  const message = "The request you have made requires authentication.";
  return { status: 401, body: { error: { code: 401, message, title: "Unauthorized" } } };
}
