import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { serializerCompiler, validatorCompiler } from "@fastify/type-provider-zod";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import Fastify from "fastify";
import type { App } from "../../server/app.ts";
import { useProblemDetails } from "../../server/plugins/problem-details.ts";
import { pageRoutes } from "../../server/routes/page.ts";
import { readWebPage } from "../../server/web-page.ts";

let folder: string;
let app: App;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinstack-page-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), '<script nonce="TWINSTACK_NONCE"></script>');
  await writeFile(join(folder, "assets", "index-Ab3dEf_9.js"), "console.log(1);");
  await writeFile(join(folder, "assets", "icon.svg"), "<svg/>");
  const page = await readWebPage(folder);
  if (page === null) throw new Error("the page was not read");
  app = Fastify() as unknown as App;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  useProblemDetails(app, { translate: () => null });
  pageRoutes(app, page);
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

test.each(["/", "/app/machines", "/app/machines/shop/runs", "/account/sign-in", "/invitation"])(
  "a browser at %s gets the page, with a nonce that only this answer has",
  async (url) => {
    const first = await app.inject({ url });
    const second = await app.inject({ url });

    const nonce = /nonce="([^"]+)"/.exec(first.body)?.[1] ?? "none";
    expect(first.statusCode).toBe(200);
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(first.headers["content-security-policy"]).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(first.headers["content-security-policy"]).toMatch(/default-src 'none'; script-src 'self';/);
    expect(second.body).not.toBe(first.body);
  },
);

test("code is sent packed and may be kept for good, for its name holds its digest", async () => {
  const packed = await app.inject({ url: "/app/assets/index-Ab3dEf_9.js", headers: { "accept-encoding": "gzip" } });
  const plain = await app.inject({ url: "/app/assets/index-Ab3dEf_9.js" });

  expect(packed.headers).toMatchObject({
    "content-encoding": "gzip",
    "cache-control": "public, max-age=31536000, immutable",
    "content-type": "text/javascript; charset=utf-8",
  });
  expect(gunzipSync(packed.rawPayload).toString()).toBe("console.log(1);");
  expect([plain.body, plain.headers["content-encoding"]]).toEqual(["console.log(1);", undefined]);
});

test("a file whose name never changes is asked for again", async () => {
  const icon = await app.inject({ url: "/app/assets/icon.svg" });

  expect(icon.headers).toMatchObject({ "cache-control": "public, max-age=3600", "content-type": "image/svg+xml" });
});

test.each(["/app/assets/none.js", "/app/assets/..%2Findex.html", "/app/assets/..%2F..%2Fpackage.json"])(
  "%s is not there",
  async (url) => {
    const answer = await app.inject({ url });

    expect([answer.statusCode, answer.json().code]).toEqual([404, "not-found"]);
  },
);

test("a checkout in which nothing was built has no page", async () => {
  expect(await readWebPage(join(folder, "nowhere"))).toBeNull();
});
