import {
  type ChangeEffect,
  Danger,
  type DataFate,
  type Pause,
  type PlannedChange,
  type SiteEffect,
  type SitePlan,
} from "../contract/index.ts";
import { changedParts, type Part } from "./changed-parts.ts";
import { effectOnSite, fateOf } from "./effect-on-site.ts";
import { expectedPause, longer, NO_PAUSE, type PauseKind, pauseKindOf, pauseKindOfPlanned } from "./expected-pause.ts";
import type { PlannedSide, PreviewInput, StandingSide } from "./ports.ts";
import { sayEffect } from "./say-preview.ts";
import { unaskedParts } from "./unasked-parts.ts";

/** A site of the change, with every part that touches it. */
export interface SiteChange {
  /** As it is to be, or as it was where it is dropped. */
  readonly plan: SitePlan;
  readonly standing: StandingSide | null;
  readonly planned: PlannedSide | null;
  /** Null: it is none of this site's business. */
  readonly parts: readonly { readonly part: Part; readonly effect: SiteEffect | null }[];
  readonly data: DataFate;
  readonly pause: Pause;
  /** It serves, or did until now: nobody has a copy of what is lost there. */
  readonly serves: boolean;
}

const DANGERS: Partial<Record<ChangeEffect, Danger>> = {
  emptied: "destroys-data",
  "disk-removed": "destroys-data",
  removed: "destroys-data",
  destroyed: "destroys-data",
  rebuilt: "replaces",
  "address-taken": "replaces",
  restarts: "restarts",
  reconnects: "restarts",
  starts: "restarts",
  stops: "restarts",
};

/** What a change does on one site: by the two site plans, held against Terraform's plan where there is one. */
export function siteChange(
  input: PreviewInput,
  after: SitePlan | null,
  before: StandingSide | null,
): SiteChange | null {
  const plan = after ?? before?.plan;
  if (plan === undefined) return null;
  const planned = input.planned.find(({ site }) => site === plan.site) ?? null;
  const changes = planned?.summary?.changes ?? null;
  const runs = before?.plan.machine === "running" && after?.machine === "running";
  const pauseFor = (kind: PauseKind) => (runs ? expectedPause(kind, input.recorded(plan)) : NO_PAUSE);
  // A new site has no past of its own: what it is made for is told by what stands elsewhere.
  const reference = before ?? input.standing.find(({ plan: other }) => other.role === "primary") ?? input.standing[0];
  const asked = reference === undefined ? [] : changedParts(reference.requirement, input.requirement);
  const unasked = before === null || after === null ? [] : unaskedParts(before.plan, after, asked);
  const expected = [...asked, ...unasked].map((part) => {
    const code = effectOnSite(part, { before: before?.plan ?? null, after });
    return { part, code: changes === null || code === null ? code : notWorse(code, worstOf(changes)) };
  });
  const surprises =
    before === null || after === null ? [] : besides(changes ?? [], worstEffect(expected.map(({ code }) => code)));
  const parts = [...expected, ...surprises].map(({ part, code }) => {
    if (code === null) return { part, effect: null };
    const told = { code, pause: pauseFor(pauseKindOf(code)) };
    return { part, effect: { ...told, site: plan.site, data: fateOf(code), text: sayEffect(told) } };
  });
  const effects = parts.flatMap(({ effect }) => (effect === null ? [] : [effect]));
  const pauses =
    changes === null
      ? effects.map(({ pause }) => pause)
      : changes.map(({ type, danger }) => pauseFor(pauseKindOfPlanned(type, danger)));
  return {
    ...{ plan, planned, parts },
    standing: before,
    serves: after?.role === "primary" || before?.plan.role === "primary",
    data: dataOn(before, effects, changes),
    pause: pauses.reduce(longer, NO_PAUSE),
  };
}

function dataOn(
  before: StandingSide | null,
  effects: readonly SiteEffect[],
  changes: readonly PlannedChange[] | null,
): DataFate {
  const lost =
    changes === null
      ? effects.some(({ data }) => data === "lost")
      : changes.some(({ danger }) => danger === "destroys-data");
  if (lost) return "lost";
  return before === null || before.plan.machine === "absent" ? "none" : "kept";
}

/** A plan that does less than was expected is believed. */
function notWorse(code: ChangeEffect, worst: Danger): ChangeEffect {
  if (rank(DANGERS[code] ?? "nothing") >= rank(worst)) return code;
  if (worst === "nothing") return "nothing";
  return worst === "in-place" ? "live" : "as-planned";
}

/** What a plan does that is worse than anything that was asked for, as after drift. */
function besides(changes: readonly PlannedChange[], worst: Danger): readonly { part: Part; code: ChangeEffect }[] {
  return changes
    .filter(({ danger }) => rank(danger) < rank(worst) && rank(danger) < rank("in-place"))
    .map(({ title, type, name, danger }) => ({
      part: { pointer: "", code: "beside" as const, values: { title, type, name } },
      code: effectOfPlanned(type, danger),
    }));
}

function effectOfPlanned(type: string, danger: Danger): ChangeEffect {
  const isMachine = type === "openstack_compute_instance_v2" || type === "cloudstack_instance";
  if (danger === "destroys-data") return isMachine ? "emptied" : "disk-removed";
  if (danger === "replaces") return isMachine ? "rebuilt" : "as-planned";
  return isMachine ? "restarts" : "reconnects";
}

function worstOf(changes: readonly PlannedChange[]): Danger {
  return worst(changes.map(({ danger }) => danger));
}

function worstEffect(codes: readonly (ChangeEffect | null)[]): Danger {
  return worst(codes.map((code) => (code === null ? "nothing" : (DANGERS[code] ?? "nothing"))));
}

function worst(dangers: readonly Danger[]): Danger {
  return dangers.reduce((one, other) => (rank(other) < rank(one) ? other : one), "nothing" as Danger);
}

/** Lower is worse. */
function rank(danger: Danger): number {
  return Danger.options.indexOf(danger);
}
