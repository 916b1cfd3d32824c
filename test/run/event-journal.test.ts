import { expect, test } from "@jest/globals";
import { makeEventJournal } from "../../src/run/event-journal.ts";
import type { NewRunEvent } from "../../src/run/ports.ts";
import { AT } from "../_helpers/samples.ts";

const RUN = "99999999-9999-4999-8999-999999999999";

function line(text: string, kind: NewRunEvent["kind"] = "log"): NewRunEvent {
  return { at: AT, kind, phase: "apply", text, progress: null };
}

/** Keeps what is written; a write waits until the gate is open, and fails as often as asked. */
function makeStore() {
  const written: NewRunEvent[] = [];
  const sizes: number[] = [];
  let open = () => {};
  const store = {
    written,
    sizes,
    gate: Promise.resolve(),
    failures: 0,
    shut() {
      store.gate = new Promise<void>((resolve) => {
        open = resolve;
      });
    },
    open: () => open(),
    async appendEvents(_runId: string, events: readonly NewRunEvent[]) {
      await store.gate;
      if (store.failures > 0) {
        store.failures -= 1;
        throw new Error("the database is away");
      }
      sizes.push(events.length);
      written.push(...events);
    },
  };
  return store;
}

const noPause = async () => undefined;

test("stores a flood in order, in writes that are no flood", async () => {
  const store = makeStore();
  const journal = makeEventJournal(store, RUN, noPause);

  for (let index = 0; index < 10_000; index += 1) {
    journal.add(line(String(index)));
    if (index % 1_000 === 999) await journal.flush();
  }

  expect(store.written.map(({ text }) => text)).toEqual(Array.from({ length: 10_000 }, (_, index) => String(index)));
  expect(Math.max(...store.sizes)).toBeLessThanOrEqual(500);
});

test("leaves out log lines that come faster than they can be kept, says how many, and never a step", async () => {
  const store = makeStore();
  store.shut();
  const journal = makeEventJournal(store, RUN, noPause);

  for (let index = 0; index < 10_000; index += 1) journal.add(line(String(index)));
  journal.add(line("applied", "status"));
  store.open();
  await journal.flush();
  journal.add(line("afterwards"));
  await journal.flush();

  const texts = store.written.map(({ text }) => text);
  expect(texts.slice(0, 5_000)).toEqual(Array.from({ length: 5_000 }, (_, index) => String(index)));
  expect(texts.slice(5_000)).toEqual([
    "applied",
    "… 5000 lines were left out: they came faster than they could be stored …",
    "afterwards",
  ]);
});

test("loses nothing and turns nothing round when writes fail for a while", async () => {
  const store = makeStore();
  store.failures = 20;
  const journal = makeEventJournal(store, RUN, noPause);

  journal.add(line("one"));
  journal.add(line("two", "status"));
  await journal.flush();
  journal.add(line("three"));
  await journal.flush();

  expect(store.written.map(({ text }) => text)).toEqual(["one", "two", "three"]);
});
