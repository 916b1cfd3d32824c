import { TEST_BED, type TestBed } from "./test-bed.ts";

type Json = Readonly<Record<string, unknown>>;

/** A person with an own tool at the same cloud, beside the product: plain requests with one token. */
export interface OpenstackSession {
  readonly projectId: string;
  readonly userId: string;
  /** @param service type in the cloud's catalog, such as `compute` */
  request<T = Json>(service: string, method: string, path: string, body?: unknown): Promise<T>;
  download(service: string, path: string): Promise<Uint8Array>;
}

interface Token {
  readonly user: { readonly id: string };
  readonly project: { readonly id: string };
  readonly catalog: readonly {
    readonly type: string;
    readonly endpoints: readonly { readonly interface: string; readonly url: string }[];
  }[];
}

export async function logIn(user: "admin" | "demo", bed: TestBed = TEST_BED): Promise<OpenstackSession> {
  const domain = { name: "Default" };
  const { password } = bed;
  const auth = {
    identity: { methods: ["password"], password: { user: { name: user, domain, password } } },
    scope: { project: { name: user, domain } },
  };
  const answer = await send(`${bed.authUrl}/auth/tokens`, "POST", { auth }, {});
  const secret = answer.headers.get("x-subject-token") ?? "";
  const { token } = (await answer.json()) as { token: Token };
  return {
    projectId: token.project.id,
    userId: token.user.id,
    async request(service, method, path, body) {
      const url = `${endpointOf(token, service)}${path}`;
      const reply = await send(url, method, body, { "x-auth-token": secret });
      const text = await reply.text();
      return (text === "" ? {} : JSON.parse(text)) as never;
    },
    async download(service, path) {
      const reply = await send(`${endpointOf(token, service)}${path}`, "GET", undefined, { "x-auth-token": secret });
      return new Uint8Array(await reply.arrayBuffer());
    },
  };
}

function endpointOf(token: Token, service: string): string {
  const found = token.catalog.find(({ type }) => type === service);
  const url = found?.endpoints.find((endpoint) => endpoint.interface === "public")?.url;
  if (url === undefined) throw new Error(`the cloud publishes no ${service}`);
  return url.replace(/\/$/, "");
}

async function send(url: string, method: string, body: unknown, headers: Record<string, string>): Promise<Response> {
  const raw = body instanceof Uint8Array;
  const type = raw ? "application/octet-stream" : "application/json";
  const content = raw ? Buffer.from(body) : JSON.stringify(body);
  const reply = await fetch(url, {
    method,
    headers: { ...headers, ...(body !== undefined && { "content-type": type }) },
    ...(body !== undefined && { body: content }),
  });
  if (!reply.ok) throw new Error(`${method} ${url}: ${reply.status} ${await reply.text()}`);
  return reply;
}
