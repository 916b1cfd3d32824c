import { expect, test } from "@jest/globals";
import { bench, cli, said, useFreshTerminal } from "./a-terminal.ts";
import { WORKSPACE } from "./sample-answers.ts";

useFreshTerminal();

test("a machine on a later page is found, because every page is read", async () => {
  const code = await cli(["runs", "zebra"], ({ path }) => {
    if (path === "/api/v1/workspaces") return { body: { items: [WORKSPACE], nextCursor: "p 2" } };
    if (path === "/api/v1/workspaces?cursor=p%202") {
      return { body: { items: [{ ...WORKSPACE, name: "zebra" }], nextCursor: null } };
    }
    return { body: { items: [], nextCursor: null } };
  });

  expect([code, said.err.join("\n")]).toEqual([0, ""]);
  expect(bench.service?.seen.map(({ path }) => path)).toContain("/api/v1/workspaces?cursor=p%202");
});
