import type { Command } from "commander";
import { placeCloud } from "../commands/place-cloud.ts";
import type { Context } from "../context.ts";

/** `twinstack clouds place …`: what is said of a cloud for an automatic choice. */
export function addPlaceCloud(clouds: Command, context: () => Context): void {
  clouds
    .command("place <name> [labels...]")
    .description("show or set by what machines are placed there: labels as name=value, name= takes one away")
    .option("--failure-domain <word>", "what fails together with it, such as a rack; empty: whatever has its address")
    .action((name: string, labels: readonly string[], flags: { failureDomain?: string }) =>
      placeCloud(context(), name, labels, flags.failureDomain),
    );
}
