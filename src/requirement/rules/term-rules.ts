import type { Issue } from "../../contract/index.ts";
import type { ResolvedRequest } from "../resolved-request.ts";
import type { RuleContext } from "./check-rules.ts";

const HOUR_MS = 3_600_000;

/** A last day must lie ahead. Twelve hours of grace, because somewhere it is still yesterday. */
export function termRules({ term }: ResolvedRequest, { now }: RuleContext): readonly Issue[] {
  if (term.leaseEnd === null) return [];
  const endsAt = Date.parse(`${term.leaseEnd}T23:59:59Z`) + 12 * HOUR_MS;
  if (endsAt >= now.getTime()) return [];
  return [
    {
      pointer: "/term/leaseEnd",
      code: "lease-end-past",
      message: `${term.leaseEnd} has already passed.`,
      remedy: "Choose a day from today on, or null for no end.",
    },
  ];
}
