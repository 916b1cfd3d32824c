import type { Command } from "commander";
import {
  addAdministrationCloud,
  createTenant,
  listAdministrationClouds,
  listTenants,
  removeAdministrationCloud,
  removeTenant,
  showTenant,
  type TenantFlags,
} from "../commands/tenants.ts";
import type { Context } from "../context.ts";

/** Accounts' own projects and accounts on clouds; for administrators of the site. */
export function addTenantCommands(program: Command, context: () => Context): void {
  const tenant = program
    .command("tenant")
    .description("projects and accounts of people and organisations on clouds; for administrators of the site");
  tenant
    .command("list", { isDefault: true })
    .description("who has one, and where")
    .action(() => listTenants(context()));
  tenant
    .command("create")
    .description("make one, change its limits, or put right what has drifted; may be repeated")
    .requiredOption("--for <account>", "handle of a person or an organisation")
    .requiredOption("--cloud <name>", "a cloud registered for administration")
    .option("--machines <number>", "machines")
    .option("--vcpus <number>", "processors of all machines together")
    .option("--memory <gib>", "memory of all machines together")
    .option("--disk <gib>", "all disks together")
    .option("--volumes <number>", "disks")
    .option("--addresses <number>", "public addresses")
    .option("--cidr <range>", "addresses of its private network; cannot change")
    .option("--name <name>", "name of the cloud that the owner gets; cannot change")
    .option("--no-wait", "do not wait until it is ready")
    .action((flags: TenantFlags) => createTenant(context(), flags));
  tenant
    .command("show <owner>")
    .description("what there is of it on its cloud, and what has drifted")
    .option("--cloud <name>", "where the owner has several")
    .action((owner: string, { cloud }: { cloud?: string }) => showTenant(context(), owner, cloud));
  tenant
    .command("remove <owner>")
    .description("remove it, once nothing is in it any more")
    .option("--cloud <name>", "where the owner has several")
    .option("--no-wait", "do not wait until it is gone")
    .action((owner: string, flags: { cloud?: string; wait: boolean }) => removeTenant(context(), owner, flags));
  tenant
    .command("clouds")
    .description("clouds registered for administration")
    .action(() => listAdministrationClouds(context()));
  tenant
    .command("add-cloud <file>")
    .description("register a cloud with an administrator's credential; nobody plans on it")
    .action((file: string) => addAdministrationCloud(context(), file));
  tenant
    .command("remove-cloud <name>")
    .description("forget a cloud for administration that has no tenants")
    .action((name: string) => removeAdministrationCloud(context(), name));
}
