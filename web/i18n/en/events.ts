import { EVENT_TEXTS } from "../../../src/contract/event-texts.ts";

export const events = {
  title: "What happened to this machine",
  show: "Show",
  kinds: {
    all: "Everything",
    requirement: "What was asked for",
    run: "Runs",
    power: "Power",
    state: "States",
    access: "Logins and secrets",
    ownership: "Owner",
    other: "Other",
  },
  none: "Nothing of this kind has happened.",
  older: "Older ones",
  by: "by {{name}}",
  version: "version {{revision}}",
  toRun: "To the run",
  said: EVENT_TEXTS,
};
