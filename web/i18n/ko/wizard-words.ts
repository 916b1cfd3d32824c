import type { Messages } from "../en/index.ts";
import { changes } from "./changes.ts";
import { choices, fields } from "./fields.ts";
import { placement } from "./placement.ts";
import { wizard } from "./wizard.ts";

export const wizardWords: Pick<Messages, "changes" | "wizard" | "fields" | "choices" | "placement"> = {
  changes,
  wizard,
  fields,
  choices,
  placement,
};
