import type { TFunction } from "i18next";
import type { ChangePreview, Pause, PreviewedChange, SiteEffect } from "../../../src/contract/index.ts";

/** Values that are words of the contract. */
const SPEEDS = ["standard", "fast"] as const;

/** What an object of a plan is called in the reader's language. */
export type SayObject = (type: string, name: string) => string;

/** One sentence of a change: what changes and what it does, on each cloud where they differ. */
export function sayChange(
  change: PreviewedChange,
  { sites }: Pick<ChangePreview, "sites">,
  t: TFunction,
  sayObject?: SayObject,
): string {
  const { type, name, title = "" } = change.values;
  const object = type === undefined || sayObject === undefined ? title : sayObject(String(type), String(name));
  const what = t(`changes.parts.${change.code}`, { ...sayValues(change.values, t), title: object });
  const effects = change.effects.map((effect) => ({ effect, words: sayEffect(effect, t) }));
  const [first] = effects;
  if (first === undefined) return what;
  if (effects.every(({ words }) => words === first.words)) return `${what}: ${first.words}`;
  const cloudOf = (effect: SiteEffect) => sites.find(({ site }) => site === effect.site)?.cloudName ?? effect.site;
  const parts = effects.map(({ effect, words }) => t("changes.on", { cloud: cloudOf(effect), what: words }));
  return `${what}: ${parts.join("; ")}`;
}

/** For how long something is away at most. */
export function sayPause(pause: Pause, t: TFunction): string {
  const words = t(`changes.pauses.${pause.length}`, { minutes: Math.ceil(pause.seconds / 60) });
  return pause.basis === "recorded" && pause.length !== "none" ? t("changes.recorded", { pause: words }) : words;
}

function sayEffect({ code, pause }: SiteEffect, t: TFunction): string {
  const what = t(`changes.effects.${code}`);
  if (pause.length === "none") return what;
  return t("changes.away", { what, pause: sayPause({ ...pause, basis: "default" }, t) });
}

function sayValues(values: PreviewedChange["values"], t: TFunction): PreviewedChange["values"] {
  const said = Object.entries(values).map(([name, value]) => {
    const speed = SPEEDS.find((one) => one === value);
    if (speed !== undefined) return [name, t(`changes.speeds.${speed}`)];
    return [name, value === "automatic" ? t("changes.automatic") : value];
  });
  return Object.fromEntries(said) as PreviewedChange["values"];
}
