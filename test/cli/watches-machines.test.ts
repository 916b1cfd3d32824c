import { expect, test } from "@jest/globals";
import { bench, cli, said, useFreshTerminal } from "./a-terminal.ts";
import type { FakeAnswer, SeenRequest } from "./fake-service.ts";
import { WORKSPACE } from "./sample-answers.ts";

useFreshTerminal();

const MACHINE = { workspaceId: WORKSPACE.id, workspaceName: "web", site: "openstack", stale: false };

function block(id: string, event: string, facts: object): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(facts)}\n\n`;
}

test("prints every change of one's machines as it happens, and goes on behind the last one", async () => {
  let connections = 0;
  const answer = ({ path }: SeenRequest): FakeAnswer => {
    if (path !== "/api/v1/events") return { body: { items: [] } };
    connections += 1;
    const run = { kind: "run", workspaceId: WORKSPACE.id, site: "openstack", status: "applied" };
    const seen = { ...MACHINE, powerState: "running", publicAddress: "203.0.113.5" };
    if (connections === 1) {
      const machine = block("a.2", "machine", { kind: "machine", instance: seen });
      return { raw: { contentType: "text/event-stream", text: `${block("a.1", "ready", {})}${machine}` } };
    }
    if (connections === 2) return { raw: { contentType: "text/event-stream", text: block("a.3", "run", run) } };
    const problem = { code: "not-authenticated", title: "Who are you?", detail: "The token ended.", remedy: "Log in." };
    return { status: 401, body: { ...problem, type: "/problems/not-authenticated", status: 401 } };
  };

  const code = await cli(["list", "--watch"], answer);

  expect(code).not.toBe(0);
  expect(said.out.filter((line) => /^\d\d:/.test(line)).map((line) => line.slice(9))).toEqual([
    "web on openstack: running 203.0.113.5",
    "web on openstack: run applied",
  ]);
  const asked = bench.service?.seen.filter(({ path }) => path === "/api/v1/events") ?? [];
  expect(asked.map(({ headers }) => headers["last-event-id"])).toEqual([undefined, "a.2", "a.3"]);
});
