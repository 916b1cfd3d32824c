import type { Issue } from "../../contract/index.ts";
import type { ParseYaml } from "../ports.ts";
import type { ResolvedRequest } from "../resolved-request.ts";
import { accessRules } from "./access-rules.ts";
import { cloudInitRules } from "./cloud-init-rules.ts";
import { hardwareRules } from "./hardware-rules.ts";
import { networkRules } from "./network-rules.ts";
import { placementRules } from "./placement-rules.ts";
import { softwareRules } from "./software-rules.ts";
import { termRules } from "./term-rules.ts";

export interface RuleContext {
  readonly parseYaml: ParseYaml;
  readonly now: Date;
}
/** One concern's rules over a request whose shape is already right; pointers are into the request document. */
type Rule = (request: ResolvedRequest, context: RuleContext) => readonly Issue[];

const RULES: readonly Rule[] = [
  hardwareRules,
  softwareRules,
  cloudInitRules,
  networkRules,
  accessRules,
  placementRules,
  termRules,
];

export function checkRules(request: ResolvedRequest, context: RuleContext): readonly Issue[] {
  return RULES.flatMap((rule) => rule(request, context));
}
