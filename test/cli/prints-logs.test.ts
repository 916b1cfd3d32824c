import { expect, test } from "@jest/globals";
import { bench, cli, said, useFreshTerminal } from "./a-terminal.ts";
import type { FakeAnswer, SeenRequest } from "./fake-service.ts";
import { RUN, RUN_ID, WORKSPACE } from "./sample-answers.ts";

useFreshTerminal();

test("follows a log and resumes after the last event it saw", async () => {
  let connections = 0;
  const event = (sequence: number, text: string): string =>
    `id: ${sequence}\ndata: ${JSON.stringify({ at: "2026-01-01T10:00:00Z", phase: "plan", kind: "log", text })}\n\n`;
  const code = await cli(["logs", "-f", RUN_ID], () => {
    connections += 1;
    const text = connections === 1 ? event(1, "one\u001b[31m") : `${event(2, "two")}event: end\ndata: \n\n`;
    return { raw: { contentType: "text/event-stream", text } };
  });

  expect(code).toBe(0);
  expect(said.out).toEqual(["10:00:00 plan: one", "10:00:00 plan: two"]);
  expect(bench.service?.seen.map(({ headers }) => headers["last-event-id"])).toEqual(["0", "1"]);
});

test("tells the lines of two sites' logs apart and keeps --json one document", async () => {
  const event = { at: "2026-01-01T10:00:00Z", phase: "plan", kind: "log", text: "hello" };
  const answer = ({ path }: SeenRequest): FakeAnswer => {
    if (path === "/api/v1/workspaces") return { body: { items: [WORKSPACE] } };
    if (path.endsWith("/events")) return { body: { items: [event] } };
    return { body: { items: [RUN, { ...RUN, id: WORKSPACE.id, site: "cloudstack" }] } };
  };

  await cli(["logs", "web"], answer);
  const lines = [...said.out];
  await bench.service?.close();
  said.out.length = 0;
  await cli(["logs", "web", "--json"], answer);

  expect(lines).toEqual(["10:00:00 openstack  plan: hello", "10:00:00 cloudstack plan: hello"]);
  expect(said.out.map((text) => JSON.parse(text).items.length)).toEqual([2]);
});
