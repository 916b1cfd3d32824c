import { changes } from "./changes.ts";
import { choices, fields } from "./fields.ts";
import { placement } from "./placement.ts";
import { wizard } from "./wizard.ts";

/** What only the wizard says; loaded with it. */
export const wizardWords = { changes, wizard, fields, choices, placement };
