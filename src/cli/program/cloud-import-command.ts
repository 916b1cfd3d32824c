import type { Command } from "commander";
import { type ImportFlags, importCloud } from "../commands/cloud-import.ts";
import type { Context } from "../context.ts";

/** `twinstack clouds import …` */
export function addCloudImport(
  clouds: Command,
  context: () => Context,
  environment: Readonly<Record<string, string | undefined>>,
): void {
  clouds
    .command("import [file]")
    .description(
      "register a cloud from clouds.yaml, an openrc or a cloudmonkey profile; without a file, from its usual place",
    )
    .option("--profile <name>", "which cloud of the file")
    .option("--environment", "from the variables OS_* and CLOUDSTACK_* of this shell", false)
    .option("--cloudmonkey", "from ~/.cmk/config", false)
    .option("--secure <file>", "secure.yaml (else the one beside clouds.yaml)")
    .option("--name <name>", "how it shall be called here")
    .option("--region <region>", "OpenStack: instead of the file's")
    .option("--zone <zone>", "CloudStack: where machines are made")
    .option("--ca <file>", "certificate of the cloud's authority, PEM")
    .option("--shared", "for everybody on this site; for administrators")
    .option("--force", "keep a cloud that does not answer yet", false)
    .option("--preview", "only show what would be registered", false)
    .action((file: string | undefined, flags: ImportFlags) => importCloud(context(), environment, file, flags));
}
