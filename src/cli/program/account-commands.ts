import type { Command } from "commander";
import type { Context } from "../context.ts";
import { addAuditCommands } from "./audit-commands.ts";
import { addOrganisationCommands } from "./organisation-commands.ts";
import { addOwnAccountCommands } from "./own-account-commands.ts";
import { addTokenCommands } from "./token-commands.ts";
import { addUserCommands } from "./user-commands.ts";

/** Commands about accounts, one group per file. */
export function addAccountCommands(program: Command, context: () => Context): void {
  addOrganisationCommands(program, context);
  addTokenCommands(program, context);
  addUserCommands(program, context);
  addOwnAccountCommands(program, context);
  addAuditCommands(program, context);
}
