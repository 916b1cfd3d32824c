import type { Cloud, CloudChangeRequest } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, printJson } from "../context.ts";
import { findCloud } from "./clouds.ts";

/** Sets labels and failure domain of a cloud, as far as something is given, and shows how they are then. */
export async function placeCloud(
  context: Context,
  name: string,
  given: readonly string[],
  failureDomain: string | undefined,
): Promise<void> {
  const cloud = await findCloud(context, name);
  const change: CloudChangeRequest = {
    ...(given.length > 0 && { labels: changed(cloud.labels, given) }),
    ...(failureDomain !== undefined && { failureDomain: failureDomain === "" ? null : failureDomain }),
  };
  const isAsked = Object.keys(change).length === 0;
  const now = isAsked ? cloud : await context.api.send<Cloud>("PATCH", `/api/v1/clouds/${cloud.id}`, change);
  if (context.json) return printJson(context, now);
  const labels = Object.entries(now.labels).map(([key, value]) => `${key}=${value}`);
  context.terminal.out(`labels:              ${labels.sort().join(" ") || "none"}`);
  context.terminal.out(`fails together with: ${now.failureDomain ?? `whatever is behind ${now.endpoint}`}`);
}

function changed(before: Readonly<Record<string, string>>, given: readonly string[]): Record<string, string> {
  const labels = new Map(Object.entries(before));
  for (const text of given) {
    const [, key, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
    if (key === undefined || value === undefined) {
      throw new CliError(
        "wrong-label",
        `"${text}" is no label`,
        "Write name=value, or name= to take it away",
        EXIT.usage,
      );
    }
    if (value === "") labels.delete(key);
    else labels.set(key, value);
  }
  return Object.fromEntries(labels);
}
