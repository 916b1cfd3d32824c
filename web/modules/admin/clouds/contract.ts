import "../../wizard/zod-without-eval.ts";

/** What a person may say of a cloud. Imported from here only, so that the line above comes first. */
export { CloudChangeRequest, CloudRegistrationRequest } from "../../../../src/contract/cloud.ts";
export { OsFamily } from "../../../../src/contract/software.ts";
