import * as z from "zod";
import type { ConsoleSight } from "../../cloud/ports.ts";
import type { OpenstackRegistration } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import type { OpenstackApi } from "./openstack-api.ts";

const Answer = z.object({ remote_console: z.object({ url: z.url() }) });

/** What Nova says where it has no such console: 400 for a kind that is turned off, 501 for a hypervisor without one. */
const NONE = new Set([400, 404, 501]);
const NOT_NOW = 409;
/** The first in which Nova has `remote-consoles`. */
const MICROVERSION = "2.6";

/** Asks Nova for a noVNC console and reads from the page's address where its WebSocket is. */
export async function askOpenstackConsole(
  api: OpenstackApi,
  registration: OpenstackRegistration,
  instanceId: string,
  signal?: AbortSignal,
): Promise<ConsoleSight> {
  const request = {
    method: "POST" as const,
    service: "compute" as const,
    path: `/servers/${instanceId}/remote-consoles`,
    body: { remote_console: { protocol: "vnc", type: "novnc" } },
    microversion: MICROVERSION,
  };
  const { remote_console: found } = await api.ask(request, Answer, signal).catch((error: unknown) => {
    throw asRefusal(error);
  });
  return {
    url: socketOf(new URL(found.url)),
    apiUrl: registration.authUrl,
    caCertificate: registration.caCertificate,
  };
}

/** noVNC's page is told its WebSocket by `path` (`?token=…`); older ones have the token itself and a fixed path. */
function socketOf(page: URL): string {
  const path = page.searchParams.get("path") ?? `websockify?token=${page.searchParams.get("token") ?? ""}`;
  const scheme = page.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${page.host}/${path.replace(/^\/+/, "")}`;
}

function asRefusal(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const status = Number(error.facts["status"]);
  const said = String(error.facts["cloudMessage"] ?? "");
  const facts = { reason: "no-console", cloudMessage: said };
  if (NONE.has(status)) {
    return new AppError("machine-session-unavailable", `The cloud offers no console for this machine: ${said}`, facts);
  }
  if (status !== NOT_NOW) return error;
  return new AppError("machine-session-unavailable", `The cloud has no console for the machine now: ${said}`, facts);
}
