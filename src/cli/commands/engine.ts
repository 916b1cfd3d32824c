import type { EnginePin, EngineVersions } from "../../contract/index.ts";
import { type Context, findWorkspace, printJson } from "../context.ts";

/** Which engine and providers a machine's states are held to. */
export async function showEngine(context: Context, name: string): Promise<void> {
  const { id } = await findWorkspace(context, name);
  print(context, await context.api.get<EnginePin>(`/api/v1/workspaces/${id}/engine`));
}

/** Moves it to what the service has; the next plan shows what that changes. */
export async function upgradeEngine(context: Context, name: string): Promise<void> {
  const { id } = await findWorkspace(context, name);
  const pin = await context.api.post<EnginePin>(`/api/v1/workspaces/${id}/upgrade-engine`, {});
  print(context, pin);
  if (!context.json) context.terminal.out(`Now plan: twinstack plan ${name}`);
}

function print(context: Context, pin: EnginePin): void {
  if (context.json) printJson(context, pin);
  else describe(pin, context.terminal.out);
}

function describe(pin: EnginePin, out: (line: string) => void): void {
  out(`held to  ${pin.pinned === null ? "nothing until the first run" : words(pin.pinned)}`);
  out(`here     ${words(pin.offered)}`);
  if (pin.waiting !== null) out(`waiting  ${pin.waiting}`);
  if (pin.review.length > 0) out(`review   the next plan of ${pin.review.join(" and ")} waits for your confirmation`);
}

function words({ engine, openstack, cloudstack }: EngineVersions): string {
  return `${engine}, provider openstack ${openstack}, provider cloudstack ${cloudstack}`;
}
