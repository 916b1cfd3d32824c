import "./zod-without-eval.ts";

/** What a person may send. Imported from here only, so that the line above comes first. */
export { RequirementRequest } from "../../../src/contract/requirement.ts";
