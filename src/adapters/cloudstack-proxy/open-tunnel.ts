import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { AppError } from "../../kernel/app-error.ts";
import { effect } from "../../kernel/effect.ts";

/** How the engine of one command reaches its cloud. */
export interface Tunnel {
  readonly environment: Readonly<Record<string, string>>;
  /** Puts the cloud's own address back where a message names the proxy's. */
  readonly restore: (text: string) => string;
  close(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL("./run-proxy.ts", import.meta.url));
const START_MS = 20_000;
const TOKEN_BYTES = 24;

/**
 * For an https CloudStack a proxy that verifies what the provider does not; for everything else the way as it is.
 *
 * @param environment what the provider reads; `TWINSTACK_CLOUDSTACK_CA` is the registration's PEM bundle, for us alone
 * @param folder the run's working directory, whose end is the proxy's
 * @throws AppError `engine-failed` when the proxy does not start; without it nothing may be sent
 */
export async function openTunnel(environment: Readonly<Record<string, string>>, folder: string): Promise<Tunnel> {
  const { TWINSTACK_CLOUDSTACK_CA: ca, ...rest } = environment;
  const apiUrl = rest["CLOUDSTACK_API_URL"];
  if (apiUrl === undefined || !URL.canParse(apiUrl) || new URL(apiUrl).protocol !== "https:") {
    return { environment: rest, restore: (text) => text, close: async () => undefined };
  }
  const { origin, pathname, search } = new URL(apiUrl);
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const { port, close } = await effect("engine: verifying proxy", () => startProxy({ origin, ca, token, folder }));
  const base = `http://127.0.0.1:${port}/${token}`;
  return {
    environment: { ...rest, CLOUDSTACK_API_URL: `${base}${pathname}${search}` },
    restore: (text) => text.replaceAll(base, origin).replaceAll(token, "(hidden)"),
    close,
  };
}

async function startProxy(settings: Readonly<Record<string, string | undefined>>) {
  const { NODE_EXTRA_CA_CERTS: extra } = process.env;
  const child = spawn(process.execPath, [PROGRAM], {
    env: extra === undefined ? {} : { NODE_EXTRA_CA_CERTS: extra },
    // A group of its own: Ctrl-C at the service must not cut off an apply that is allowed to finish.
    detached: true,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = once(child, "exit").catch(() => undefined);
  child.stdin.on("error", () => undefined);
  child.stdin.write(`${JSON.stringify(settings)}\n`);
  const close = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
  };
  try {
    const limit = AbortSignal.any([AbortSignal.timeout(START_MS)]);
    const first = await Promise.race([once(child.stdout, "data", { signal: limit }), ended.then(() => null)]);
    const port = Number(String(first?.[0] ?? ""));
    if (!Number.isInteger(port) || port <= 0) throw new RangeError("it ended at once");
    child.stdout.destroy();
    child.unref();
    return { port, close };
  } catch (error) {
    await close();
    const reason = error instanceof Error ? error.message : String(error);
    const text = `The verifying proxy for CloudStack did not start: ${reason}. Nothing was sent to the cloud.`;
    throw new AppError("engine-failed", text, {}, { cause: error });
  }
}
