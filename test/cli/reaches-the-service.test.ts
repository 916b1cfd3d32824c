import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { bench, cli, runWith, said, useFreshTerminal } from "./a-terminal.ts";
import { startFakeService } from "./fake-service.ts";

useFreshTerminal();

test("says how to start the service when it does not answer, and leaves with 3", async () => {
  const code = await runWith(["list"], {
    TWINSTACK_URL: "http://127.0.0.1:9",
    TWINSTACK_CONFIG: join(bench.folder, "none.json"),
  });

  expect(code).toBe(3);
  expect(said.err.join("\n")).toContain("What to do: Start it with `npm start`");
});

test("takes the local service's token for the local service only", async () => {
  const service = await startFakeService(() => ({ body: { items: [] } }));
  bench.service = service;
  await mkdir(join(bench.folder, ".twinstack"));
  await writeFile(join(bench.folder, ".twinstack", "url"), `${service.url}\n`);
  await writeFile(join(bench.folder, ".twinstack", "token"), "local-token\n");
  const none = join(bench.folder, "none.json");

  await runWith(["list"], { TWINSTACK_CONFIG: none });
  await runWith(["list"], { TWINSTACK_CONFIG: none, TWINSTACK_URL: service.url.replace("127.0.0.1", "localhost") });

  expect(service.seen.map(({ headers }) => headers.authorization)).toEqual(["Bearer local-token", undefined]);
});

test("prints problems as JSON on standard error with --json", async () => {
  const problem = {
    type: "/problems/not-authenticated",
    title: "You are not signed in",
    status: 401,
    detail: "",
    code: "not-authenticated",
    remedy: "Set TWINSTACK_TOKEN.",
  };

  const code = await cli(["--json", "list"], () => ({ status: 401, body: problem }));

  expect(code).toBe(4);
  expect(JSON.parse(said.err[0] ?? "")).toMatchObject({ code: "not-authenticated", remedy: "Set TWINSTACK_TOKEN." });
});

test("says when the address is not a TwinStack service", async () => {
  const code = await cli(["list"], () => ({ raw: { contentType: "text/html", text: "<html>" } }));

  expect(code).toBe(3);
  expect(said.err.join("\n")).toContain("Is this the address of a TwinStack service?");
});

test("leaves with 2 on a wrong command line", async () => {
  expect(await runWith(["frobnicate"], {})).toBe(2);
  expect(await runWith(["--help"], {})).toBe(0);
});
