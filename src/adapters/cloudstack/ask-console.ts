import * as z from "zod";
import type { ConsoleSight } from "../../cloud/ports.ts";
import type { CloudstackRegistration } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import type { CloudstackApi } from "./cloudstack-api.ts";

const Answer = z.object({
  consoleendpoint: z.object({
    success: z.boolean().nullish(),
    details: z.string().nullish(),
    url: z.string().nullish(),
    websocket: z
      .object({
        token: z.string(),
        host: z.string(),
        port: z.string(),
        path: z.string(),
        extra: z.string().nullish(),
      })
      .nullish(),
  }),
});
type Endpoint = z.infer<typeof Answer>["consoleendpoint"];

/** What the server says where it has none: unknown before 4.18, forbidden by a role, a machine that is not there. */
const NONE = new Set([401, 431, 432, 530, 531, 534]);

/** Asks for a console endpoint (CloudStack 4.18 or later) and makes the address of its WebSocket. */
export async function askCloudstackConsole(
  api: CloudstackApi,
  registration: CloudstackRegistration,
  instanceId: string,
  signal?: AbortSignal,
): Promise<ConsoleSight> {
  const { consoleendpoint: found } = await api
    .call("createConsoleEndpoint", { virtualmachineid: instanceId }, Answer, signal)
    .catch((error: unknown) => {
      throw asRefusal(error);
    });
  const url = socketOf(found);
  if (url === null) throw none(found.details ?? "no reason given");
  return { url, apiUrl: registration.apiUrl, caCertificate: registration.caCertificate };
}

/** As CloudStack's own page makes it; whether it is encrypted is said by the address of that page. */
function socketOf({ success, url, websocket }: Endpoint): string | null {
  if (success === false || websocket === null || websocket === undefined) return null;
  const { token, host, port, path, extra } = websocket;
  const scheme = url?.startsWith("https:") === true ? "wss" : "ws";
  const address = new URL(`${scheme}://${host}:${port}/${path.replace(/^\/+/, "")}`);
  address.searchParams.set("token", token);
  if (extra !== null && extra !== undefined && extra !== "") address.searchParams.set("extra", extra);
  return address.href;
}

function asRefusal(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  if (!NONE.has(Number(error.facts["status"]))) return error;
  // 401 also means wrong keys, but then nothing of this cloud would have been known so far.
  return none(String(error.facts["cloudMessage"] ?? error.message));
}

function none(said: string): AppError {
  return new AppError("machine-session-unavailable", `The cloud offers no console for this machine: ${said}`, {
    reason: "no-console",
    cloudMessage: said,
  });
}
