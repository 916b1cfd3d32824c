import { ACCOUNT_COMMANDS } from "./commands/account-commands.ts";
import { ADDRESS_COMMANDS } from "./commands/address-commands.ts";
import { AFFINITY_COMMANDS } from "./commands/affinity-commands.ts";
import { ATTACHMENT_COMMANDS } from "./commands/attachment-commands.ts";
import { BUCKET_COMMANDS } from "./commands/bucket-commands.ts";
import { CATALOG_COMMANDS } from "./commands/catalog-commands.ts";
import { CONSOLE_COMMANDS } from "./commands/console-commands.ts";
import { DEPLOY_COMMANDS } from "./commands/deploy-commands.ts";
import { FIREWALL_COMMANDS } from "./commands/firewall-commands.ts";
import { KEYPAIR_COMMANDS } from "./commands/keypair-commands.ts";
import { LOAD_BALANCER_COMMANDS } from "./commands/load-balancer-commands.ts";
import { MACHINE_CHANGE_COMMANDS } from "./commands/machine-change-commands.ts";
import { MACHINE_LIST_COMMANDS } from "./commands/machine-list-commands.ts";
import { MACHINE_POWER_COMMANDS } from "./commands/machine-power-commands.ts";
import { NETWORK_COMMANDS } from "./commands/network-commands.ts";
import { NIC_COMMANDS } from "./commands/nic-commands.ts";
import { OBSERVATION_COMMANDS } from "./commands/observation-commands.ts";
import { PORT_FORWARDING_COMMANDS } from "./commands/port-forwarding-commands.ts";
import { PROJECT_COMMANDS } from "./commands/project-commands.ts";
import { serverCommands } from "./commands/server-commands.ts";
import { SNAPSHOT_COMMANDS } from "./commands/snapshot-commands.ts";
import { TAG_COMMANDS } from "./commands/tag-commands.ts";
import { TEMPLATE_COMMANDS } from "./commands/template-commands.ts";
import { TRANSFER_COMMANDS } from "./commands/transfer-commands.ts";
import { USER_DATA_COMMANDS } from "./commands/user-data-commands.ts";
import { VOLUME_COMMANDS } from "./commands/volume-commands.ts";
import type { Command } from "./core/command.ts";

/** Every command the sandbox knows, by its name on the wire. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  ...CATALOG_COMMANDS,
  ...KEYPAIR_COMMANDS,
  ...AFFINITY_COMMANDS,
  ...NETWORK_COMMANDS,
  ...ADDRESS_COMMANDS,
  ...FIREWALL_COMMANDS,
  ...PORT_FORWARDING_COMMANDS,
  ...LOAD_BALANCER_COMMANDS,
  ...DEPLOY_COMMANDS,
  ...MACHINE_LIST_COMMANDS,
  ...MACHINE_POWER_COMMANDS,
  ...MACHINE_CHANGE_COMMANDS,
  ...CONSOLE_COMMANDS,
  ...NIC_COMMANDS,
  ...VOLUME_COMMANDS,
  ...ATTACHMENT_COMMANDS,
  ...SNAPSHOT_COMMANDS,
  ...TEMPLATE_COMMANDS,
  ...BUCKET_COMMANDS,
  ...TRANSFER_COMMANDS,
  ...TAG_COMMANDS,
  ...USER_DATA_COMMANDS,
  ...ACCOUNT_COMMANDS,
  ...PROJECT_COMMANDS,
  ...OBSERVATION_COMMANDS,
  ...serverCommands(() => COMMANDS),
};
