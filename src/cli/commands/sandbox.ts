import type { SandboxFault } from "../../contract/index.ts";
import { type Context, type Items, printJson, printTable } from "../context.ts";

export interface BreakFlags {
  readonly call?: string;
  readonly delay?: string;
  readonly status?: string;
  readonly times?: string;
}

export async function listFaults(context: Context): Promise<void> {
  const { items } = await context.api.get<Items<SandboxFault>>("/api/v1/admin/sandbox-faults");
  if (context.json) return printJson(context, { items });
  if (items.length === 0) {
    context.terminal.out("Both sandbox clouds are healthy");
    return;
  }
  printTable(
    context,
    ["FAULT", "SITE", "EFFECT", "CALLS", "STRIKES"],
    items.map(({ id, site, effect, call, times }) => [
      ...[id, site, effect, call ?? "all", times === null ? "until it is healed" : `${times} times more`],
    ]),
  );
}

export async function breakSandbox(context: Context, site: string, effect: string, flags: BreakFlags): Promise<void> {
  const { call, delay, status, times } = flags;
  const fault = await context.api.post<SandboxFault>("/api/v1/admin/sandbox-faults", {
    ...{ site, effect },
    ...(call !== undefined && { call }),
    ...(delay !== undefined && { delayMs: Number(delay) }),
    ...(status !== undefined && { status: Number(status) }),
    ...(times !== undefined && { times: Number(times) }),
  });
  if (context.json) printJson(context, fault);
  else context.terminal.out(`${fault.id} breaks ${fault.site}: ${fault.effect}, calls: ${fault.call ?? "all"}`);
}

/** @param id left out: everything */
export async function healSandbox(context: Context, id: string | undefined): Promise<void> {
  const which = id === undefined ? "" : `/${encodeURIComponent(id)}`;
  await context.api.send("DELETE", `/api/v1/admin/sandbox-faults${which}`);
  if (context.json) printJson(context, { healed: id ?? "all" });
  else context.terminal.out(id === undefined ? "Both sandbox clouds are healthy" : `${id} is healed`);
}
