import { DATA_WORDS, EFFECT_WORDS, fillWords, PART_WORDS, PAUSE_WORDS, WAY_WORDS } from "../contract/change-words.ts";
import type { DataFate, Pause, PreviewedChange, SaferWay, SiteEffect } from "../contract/index.ts";

/** What happens on one site, with how long it is away: `the machine restarts, about a minute`. */
export function sayEffect({ code, pause }: Pick<SiteEffect, "code" | "pause">): string {
  return pause.length === "none" ? EFFECT_WORDS[code] : `${EFFECT_WORDS[code]}, ${sayPause(pause)}`;
}

/** The whole sentence; sites are named where they differ. */
export function saySentence(
  { code, values, effects }: Omit<PreviewedChange, "text">,
  cloudOf: (effect: SiteEffect) => string,
): string {
  const what = fillWords(PART_WORDS[code], values);
  const said = effects.map(sayEffect);
  if (said.length === 0) return what;
  if (said.every((words) => words === said[0])) return `${what}: ${said[0]}`;
  return `${what}: ${effects.map((effect, index) => `on “${cloudOf(effect)}” ${said[index]}`).join("; ")}`;
}

export function sayPause(pause: Pick<Pause, "length" | "seconds">): string {
  return fillWords(PAUSE_WORDS[pause.length], { minutes: Math.ceil(pause.seconds / 60) });
}

export function sayWay(code: SaferWay, values: Readonly<Record<string, string | number>>): string {
  return fillWords(WAY_WORDS[code], values);
}

/** What becomes of data and service on the main machine. */
export function sayOutcome(data: DataFate, pause: Pause, typedName: boolean): string {
  const away =
    pause.length === "none"
      ? "What runs is not interrupted."
      : `The longest interruption is ${sayPause(pause)}${pause.basis === "recorded" ? ", as earlier changes there took" : ""}.`;
  const asked = typedName ? " Applying it asks for the machine’s name." : "";
  return `${DATA_WORDS[data]} ${away}${asked}`;
}
