import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CliError, EXIT } from "./cli-error.ts";
import { configPath } from "./config-file.ts";

/** Where the service is and how we prove who we are. */
export interface Settings {
  readonly url: string;
  readonly token: string | null;
  /** Which of flag, environment, config file or local data folder the URL came from; shown by `doctor`. */
  readonly urlSource: string;
  readonly tokenSource: string;
}

export interface SettingsFlags {
  readonly url?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_URL = "http://127.0.0.1:4680";

/**
 * Finds URL and token: --url wins over TWINSTACK_URL and TWINSTACK_TOKEN, then the config file
 * (TWINSTACK_CONFIG or ~/.config/twinstack/config.json, `{"url": …, "token": …}`), then the service
 * started on this machine, whose token lies in its data folder. The local token is only ever sent to
 * the local service: a token must not follow a URL to a foreign host. There is no token flag, because
 * every user of a machine can read the arguments of its processes.
 */
export function readSettings(flags: SettingsFlags, environment: Environment, checkout: string): Settings {
  const file = readConfigFile(environment);
  const local = readLocalService(environment, checkout);
  const url = firstOf([
    ["--url", flags.url],
    ["TWINSTACK_URL", environment["TWINSTACK_URL"]],
    [file.path, file.url],
    ["the local service", local.url],
    ["the default", DEFAULT_URL],
  ]);
  const localToken = url.value === local.url || url.value === DEFAULT_URL ? local.token : null;
  const token = firstOf([
    ["TWINSTACK_TOKEN", environment["TWINSTACK_TOKEN"]],
    [file.path, file.url === undefined || file.url === url.value ? file.token : undefined],
    ["the local service's data folder", localToken ?? undefined],
    ["nowhere", undefined],
  ]);
  return {
    url: checkUrl(url.value ?? DEFAULT_URL, url.source),
    urlSource: url.source,
    token: token.value ?? null,
    tokenSource: token.source,
  };
}

function firstOf(candidates: readonly (readonly [string, string | undefined])[]): {
  source: string;
  value: string | undefined;
} {
  const found = candidates.find(([, value]) => value !== undefined && value !== "") ?? candidates.at(-1);
  return { source: found?.[0] ?? "nowhere", value: found?.[1] };
}

function checkUrl(text: string, source: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new CliError(
      "bad-url",
      `"${text}" (from ${source}) is not an http(s) URL`,
      "Write it like https://twinstack.example.org",
      EXIT.usage,
    );
  }
  return text.replace(/\/+$/, "");
}

function readConfigFile(environment: Environment): { path: string; url?: string; token?: string } {
  const path = configPath(environment);
  const text = readIfThere(path);
  if (text === null) return { path };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new CliError(
      "bad-config",
      `${path} is not valid JSON`,
      'Write it like {"url": "https://…", "token": "…"}',
      EXIT.usage,
    );
  }
  const fields = typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  return {
    path,
    ...(typeof fields["url"] === "string" ? { url: fields["url"].replace(/\/+$/, "") } : {}),
    ...(typeof fields["token"] === "string" ? { token: fields["token"] } : {}),
  };
}

function readLocalService(
  environment: Environment,
  checkout: string,
): { url: string | undefined; token: string | null } {
  const folder = resolve(environment["TWINSTACK_DATA"] ?? join(checkout, ".twinstack"));
  const url = readIfThere(join(folder, "url"))?.trim();
  return { url: url === "" ? undefined : url, token: readIfThere(join(folder, "token"))?.trim() ?? null };
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
