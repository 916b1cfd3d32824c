import { Agent, request } from "undici";
import type { FetchContent } from "../../image/ports.ts";
import { AppError } from "../../kernel/app-error.ts";
import { effect } from "../../kernel/effect.ts";
import type { AddressGuard } from "../http/address-guard.ts";

const CONNECT_MS = 10_000;
const SILENCE_MS = 60_000;
const MOST_REDIRECTS = 5;

/**
 * Fetches from addresses that administrators name. Every name is resolved once and every address of it judged, after a
 * redirect anew, and the connection goes to one of those: neither a name nor a redirect leads into the operator's networks.
 */
export function makeFetchContent(guard: AddressGuard): { readonly fetch: FetchContent; close(): Promise<void> } {
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
    headersTimeout: SILENCE_MS,
    bodyTimeout: SILENCE_MS,
    // A connection kept open could outlive the judgement on its address.
    pipelining: 0,
  });

  async function ask(url: URL, from: number, signal: AbortSignal) {
    // An address written as a number is not looked up by anybody, so it is judged here.
    await guard.addressesOf(url.hostname);
    const headers = { "user-agent": "TwinStack-Images/1", "accept-encoding": "identity" };
    return effect("image: fetch", () =>
      request(url, {
        headers: from === 0 ? headers : { ...headers, range: `bytes=${from}-` },
        dispatcher: agent,
        signal,
      }),
    );
  }

  const fetch: FetchContent = async (start, from, signal) => {
    let url = new URL(start);
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const answer = await ask(url, from, signal).catch((error: unknown) => {
        throw signal.aborted ? error : failed(url, reasonOf(error));
      });
      const { statusCode, headers, body } = answer;
      const to = headers["location"];
      if (statusCode >= 300 && statusCode < 400 && typeof to === "string") {
        await body.dump();
        url = new URL(to, url);
        if (!/^https?:$/.test(url.protocol)) throw failed(url, "it leads to something other than http");
        continue;
      }
      if (statusCode !== 200 && statusCode !== 206) {
        await body.dump();
        throw failed(url, `it answers ${statusCode}`);
      }
      const [, begin, whole] = /^bytes (\d+)-\d+\/(\d+)$/.exec(String(headers["content-range"] ?? "")) ?? [];
      const length = Number(headers["content-length"]);
      const all = statusCode === 206 ? Number(whole) : length;
      return {
        from: statusCode === 206 ? Number(begin) : 0,
        totalBytes: Number.isFinite(all) ? all : null,
        bytes: body,
      };
    }
    throw failed(url, "it leads from one address to the next");
  };

  return { fetch, close: () => agent.destroy() };
}

/** Only host and path are named: a query may hold a signature. */
function failed(url: URL, why: string): AppError {
  return new AppError("image-refused", `${url.origin}${url.pathname} cannot be fetched: ${why}.`, {
    remedy:
      "Use an address that answers 200 to everybody who knows it; one in your own network must lie in TWINSTACK_IMAGE_NETWORKS.",
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, "") : String(error);
}
