import { DATA_WORDS, EFFECT_WORDS, PART_WORDS, PAUSE_WORDS, WAY_WORDS } from "../../../src/contract/change-words.ts";

/** What a change means; the service's own words, which it says to the command line as well. */
export const changes = {
  title: "What it means",
  estimate: "An estimate from the two requirements; the plans say it exactly.",
  parts: PART_WORDS,
  effects: EFFECT_WORDS,
  pauses: PAUSE_WORDS,
  away: "{{what}}, {{pause}}",
  on: "on “{{cloud}}”: {{what}}",
  outcome: "Data",
  data: DATA_WORDS,
  interruption: "Longest interruption",
  recorded: "{{pause}}, as earlier changes there took",
  typedName: "Approving it asks for the machine’s name, because what serves loses data.",
  waysTitle: "Cheaper or safer",
  ways: WAY_WORDS,
  noPlan: "There is no plan on “{{cloud}}” yet. The other place does not wait for it.",
  superseded: "Somebody has asked for something newer since.",
  speeds: { standard: "standard", fast: "fast" },
  automatic: "automatic",
};
