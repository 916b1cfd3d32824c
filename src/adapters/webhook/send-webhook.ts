import { Agent, request } from "undici";
import { effect } from "../../kernel/effect.ts";
import type { SendWebhook } from "../../webhook/ports.ts";
import type { AddressGuard } from "../http/address-guard.ts";

const CONNECT_MS = 5_000;
const WHOLE_MS = 15_000;

/**
 * Posts messages to addresses that users named. The name is resolved once, every address of it is judged, and the
 * connection goes to one of those judged: a name cannot change its mind in between. Redirects are not followed, the
 * answer's body is thrown away.
 */
export function makeSendWebhook(guard: AddressGuard): { readonly send: SendWebhook; close(): Promise<void> } {
  const agent = new Agent({
    connect: {
      timeout: CONNECT_MS,
      lookup(host, _options, answer) {
        guard.addressesOf(host).then(
          (addresses) => answer(null, [...addresses]),
          (error: Error) => answer(error, []),
        );
      },
    },
    headersTimeout: WHOLE_MS,
    bodyTimeout: WHOLE_MS,
    // A connection kept open could outlive the judgement on its address.
    pipelining: 0,
  });

  async function send(...[url, headers, body]: Parameters<SendWebhook>): ReturnType<SendWebhook> {
    try {
      // An address written as a number is not looked up by anybody, so it is judged here.
      await guard.addressesOf(new URL(url).hostname);
      const response = await effect("webhook: send", () =>
        request(url, {
          method: "POST",
          headers: { "user-agent": "TwinStack-Webhook/1", ...headers },
          body,
          dispatcher: agent,
          signal: AbortSignal.timeout(WHOLE_MS),
        }),
      );
      response.body.on("error", () => undefined).destroy();
      return { kind: "answered", status: response.statusCode };
    } catch (error) {
      return { kind: "failed", failure: sentence(error) };
    }
  }

  return { send, close: () => agent.destroy() };
}

function sentence(error: unknown): string {
  if (!(error instanceof Object) || !("message" in error)) return String(error);
  const { name, message, code } = error as { name?: string; message: string; code?: string };
  if (name === "TimeoutError" || code === "UND_ERR_CONNECT_TIMEOUT" || code === "UND_ERR_HEADERS_TIMEOUT") {
    return `No answer within ${WHOLE_MS / 1_000} seconds.`;
  }
  return code === undefined || message.includes(code) ? message : `${message} (${code})`;
}
