import { randomBytes } from "node:crypto";
import Fastify from "fastify";
import { stateDigests } from "../../src/adapters/terraform/state-digests.ts";
import {
  makeStateAccess,
  makeStateBackend,
  type StateAnswer,
  type StateRequest,
  type StateStore,
} from "../../src/state/index.ts";
import { noDesks, quietRuns } from "./state-surroundings.ts";

type Handle = (request: StateRequest) => Promise<StateAnswer>;

/** A small server that speaks Terraform's HTTP backend on an ephemeral port, with the real protocol behind it. */
export async function startStateServer(store: StateStore) {
  const app = Fastify({ bodyLimit: 64 * 1024 * 1024 });
  const backend = makeStateBackend({
    ...{ store, runs: quietRuns(), desks: noDesks(), digests: stateDigests },
    clock: { now: () => new Date() },
  });
  const requests: string[] = [];
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

  function route(method: "GET" | "POST" | "DELETE", url: string, handle: Handle): void {
    app.route<{ Params: { workspaceId: string; site: string }; Querystring: { ID?: string } }>({
      method,
      url,
      async handler(request, reply) {
        const md5 = request.headers["content-md5"];
        const answer = await handle({
          ...request.params,
          authorization: request.headers.authorization,
          lockId: request.query.ID,
          contentMd5: typeof md5 === "string" ? md5 : undefined,
          body: Buffer.isBuffer(request.body) ? request.body : undefined,
        });
        requests.push(`${method} ${url} ${answer.status}`);
        return reply
          .code(answer.status)
          .headers(answer.headers)
          .send(answer.body === null ? null : Buffer.from(answer.body));
      },
    });
  }

  route("GET", "/state/v1/:workspaceId/:site", backend.get);
  route("POST", "/state/v1/:workspaceId/:site", backend.post);
  route("POST", "/state/v1/:workspaceId/:site/lock", backend.lock);
  route("DELETE", "/state/v1/:workspaceId/:site/lock", backend.unlock);
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const access = makeStateAccess({
    store,
    digests: stateDigests,
    clock: { now: () => new Date() },
    newPassword: () => randomBytes(32).toString("base64url"),
    baseUrl: () => `${url}/state/v1`,
  });
  return { url, access, requests, close: () => app.close() };
}
