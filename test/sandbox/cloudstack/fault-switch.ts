import type { LoggedCall } from "../../../sandbox/cloudstack/core/call-log.ts";
import type { CommandFaultRequest } from "../../../sandbox/cloudstack/core/command-faults.ts";

export const ADMIN_TOKEN = "test-admin-token";

const HEADERS = { "x-sandbox-token": ADMIN_TOKEN, "content-type": "application/json" };

/** Sets a fault for one command. */
export async function breakCommand(url: string, fault: CommandFaultRequest): Promise<void> {
  const init = { method: "POST", headers: HEADERS, body: JSON.stringify(fault) };
  const response = await fetch(`${url}/sandbox-admin/command-faults`, init);
  if (response.status !== 201) throw new Error(`fault refused: ${response.status}`);
}

/** What was called since the last `forgetCalls`. */
export async function callsTo(url: string): Promise<LoggedCall[]> {
  const response = await fetch(`${url}/sandbox-admin/calls`, { headers: HEADERS });
  return ((await response.json()) as { calls: LoggedCall[] }).calls;
}

export async function forgetCalls(url: string): Promise<void> {
  await fetch(`${url}/sandbox-admin/calls`, { method: "DELETE", headers: { "x-sandbox-token": ADMIN_TOKEN } });
}
