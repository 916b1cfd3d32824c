import type { Messages } from "../en/index.ts";
import { choices, fields } from "./fields.ts";
import { placement } from "./placement.ts";
import { wizard } from "./wizard.ts";

export const wizardWords: Pick<Messages, "wizard" | "fields" | "choices" | "placement"> = {
  wizard,
  fields,
  choices,
  placement,
};
