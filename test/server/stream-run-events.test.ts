import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { App } from "../../server/app.ts";
import { IDS } from "../_helpers/samples.ts";
import { buildScriptedApp } from "../_helpers/scripted-app.ts";
import { type ScriptedRun, scriptRun, scriptServices, TOKEN } from "../_helpers/scripted-services.ts";
import { until } from "../_helpers/until.ts";

let app: App;
let run: ScriptedRun;
let url: string;

beforeEach(async () => {
  run = scriptRun();
  app = await buildScriptedApp(scriptServices({ run }).services);
  url = `${await app.listen({ host: "127.0.0.1", port: 0 })}/api/v1/runs/${IDS.run}/events`;
});
afterEach(() => app.close());

function open(headers: Record<string, string> = {}, signal?: AbortSignal): Promise<Response> {
  return fetch(url, {
    headers: { authorization: `Bearer ${TOKEN}`, accept: "text/event-stream", ...headers },
    ...(signal && { signal }),
  });
}

/** Reads on until the text is there, or the stream ends. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, wanted: string): Promise<string> {
  let text = "";
  while (!text.includes(wanted)) {
    const { done, value } = await reader.read();
    if (done) break;
    text += Buffer.from(value).toString("utf8");
  }
  return text;
}

function readerOf(answer: Response): ReadableStreamDefaultReader<Uint8Array> {
  if (answer.body === null) throw new Error("the answer has no body");
  return answer.body.getReader();
}

test("events appear while the run goes on, and the stream ends with the run", async () => {
  run.say("first");
  const answer = await open();
  const reader = readerOf(answer);
  const before = await readUntil(reader, "first");
  run.say("second");
  run.finish();

  const after = await readUntil(reader, "never");

  expect(answer.headers.get("content-type")).toContain("text/event-stream");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  expect(before).toContain("id: 1\nevent: log\ndata: {");
  expect(after).toContain("id: 2\n");
  expect(after).toContain('event: end\ndata: {"status":"applied"}');
});

test("Last-Event-ID resumes behind what was already seen", async () => {
  run.say("first");
  run.say("second");
  run.finish();

  const text = await (await open({ "last-event-id": "1" })).text();

  expect(text).not.toContain("first");
  expect(text).toContain("second");
});

test("a silent stream shows that it lives", async () => {
  const reader = readerOf(await open());

  const text = await readUntil(reader, "still here");
  run.finish();
  await reader.cancel();

  expect(text).toContain(": still here\n\n");
});

test("a reader that goes away leaves no listener behind", async () => {
  const leave = new AbortController();
  const reader = readerOf(await open({}, leave.signal));
  await readUntil(reader, "still here");

  leave.abort();

  await reader.read().catch(() => undefined);
  await until(() => run.listeners.size === 0);
  expect(run.listeners.size).toBe(0);
});

test("the end of the service ends open streams", async () => {
  const reader = readerOf(await open());
  await readUntil(reader, "still here");

  await app.close();

  await readUntil(reader, "never").catch(() => undefined);
  expect(run.listeners.size).toBe(0);
});

test("without asking for a stream the log is a list", async () => {
  run.say("first");

  const answer = await fetch(`${url}?after=0`, { headers: { authorization: `Bearer ${TOKEN}` } });

  expect(await answer.json()).toMatchObject({ items: [{ sequence: 1, text: "first" }] });
});
