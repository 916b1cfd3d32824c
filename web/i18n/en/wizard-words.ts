import { choices, fields } from "./fields.ts";
import { placement } from "./placement.ts";
import { wizard } from "./wizard.ts";

/** What only the wizard says; loaded with it. */
export const wizardWords = { wizard, fields, choices, placement };
