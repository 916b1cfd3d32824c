import { readFileSync } from "node:fs";
import { type ScriptedAnswer, type ScriptedServer, startScriptedServer } from "./scripted-server.ts";
import { isSignedLikeJava } from "./signed-like-java.ts";

export interface Recording {
  readonly command: string;
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  readonly status: number;
  readonly body: unknown;
}

/** Recorded answers of a real CloudStack, see test/_fixtures/cloudstack-client/condense.mjs. */
export function recordings(name: "lists" | "errors" | "jobs" | "failed-jobs"): readonly Recording[] {
  return JSON.parse(readFileSync(new URL(`../_fixtures/cloudstack-client/${name}.json`, import.meta.url), "utf8"));
}

/** Commands that the recorded administrator may call. */
export function recordedApiNames(): readonly string[] {
  return JSON.parse(readFileSync(new URL("../_fixtures/cloudstack-client/api-names.json", import.meta.url), "utf8"));
}

export const REPLAY_CREDENTIALS = { apiKey: "canary-api-key", secretKey: "canary-secret-key" };

const UNKNOWN = {
  uuidList: [],
  errorcode: 401,
  errortext: "unable to verify user credentials and/or request signature",
};

/** Answers a command by its name after checking the signature as the server's Java does, not as our client does. */
export type Commands = Readonly<
  Record<string, (params: URLSearchParams) => { readonly status?: number; readonly body: unknown }>
>;

export function startReplayedCloudstack(
  commands: Commands,
  options: {
    readonly now?: () => Date;
    readonly strictTimestamps?: boolean;
    readonly tls?: { readonly key: string; readonly cert: string };
  } = {},
): Promise<ScriptedServer> {
  const now = options.now ?? (() => new Date());
  return startScriptedServer((request): ScriptedAnswer => {
    const params = request.method === "POST" ? new URLSearchParams(request.body) : request.query;
    const command = params.get("command") ?? "";
    const headers = { date: now().toUTCString() };
    const terms = { now: now(), strict: options.strictTimestamps ?? false };
    if (!isSignedLikeJava(params, REPLAY_CREDENTIALS, terms)) {
      return { status: 401, headers, body: { [`${command.toLowerCase()}response`]: UNKNOWN } };
    }
    const answer = commands[command]?.(params);
    if (answer === undefined) return { status: 401, headers, body: { errorresponse: UNKNOWN } };
    return { status: answer.status ?? 200, headers, body: answer.body };
  }, options.tls);
}
