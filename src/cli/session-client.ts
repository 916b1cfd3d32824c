import { refusal, unreachable } from "./api-client.ts";
import type { Settings } from "./settings.ts";

/** Speaks with the service as a browser does, for the minute it takes to get an API token. */
export interface SessionClient {
  post<T>(path: string, body?: object): Promise<T>;
}

/** Keeps the session's cookie in memory only. */
export function makeSessionClient(settings: Settings): SessionClient {
  const cookies = new Map<string, string>();
  return {
    async post<T>(path: string, body?: object): Promise<T> {
      const response = await fetch(settings.url + path, {
        method: "POST",
        redirect: "error",
        headers: {
          accept: "application/json",
          // The service takes no cookie from a request that does not say where it comes from.
          origin: new URL(settings.url).origin,
          ...(cookies.size > 0 && { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") }),
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        body: body === undefined ? null : JSON.stringify(body),
      }).catch((cause: unknown) => Promise.reject(unreachable(settings, cause)));
      if (!response.ok) throw await refusal(response, settings);
      for (const line of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
        if (name !== undefined && value !== undefined) cookies.set(name, value);
      }
      const text = await response.text();
      return (text === "" ? null : JSON.parse(text)) as T;
    },
  };
}
