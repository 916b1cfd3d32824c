import type { Messages } from "../en/index.ts";
import { choices, fields } from "./fields.ts";
import { wizard } from "./wizard.ts";

export const wizardWords: Pick<Messages, "wizard" | "fields" | "choices"> = { wizard, fields, choices };
