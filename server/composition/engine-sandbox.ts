import type pg from "pg";
import { servesMany } from "../../src/adapters/postgres/serves-many.ts";
import type { EngineJail } from "../../src/adapters/terraform/engine-jail.ts";
import { type FoundJail, findEngineJail } from "../../src/adapters/terraform/find-engine-jail.ts";
import type { EngineSandboxStatus } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { Config } from "../config.ts";
import type { Toolchain } from "../toolchain.ts";

export interface EngineSandboxParts {
  readonly mode: Config["engineSandbox"];
  /** The address the service listens on. */
  readonly host: string;
  readonly pool: pg.Pool;
  readonly toolchain: Toolchain;
  readonly workRoot: string;
  /** Looks for bubblewrap; another one in tests. */
  readonly find?: () => Promise<FoundJail>;
}

export interface EngineSandbox {
  /** The jail for the next command; null to go without. Throws AppError `engine-sandbox-missing`. */
  readonly jail: () => Promise<EngineJail | null>;
  readonly status: () => Promise<EngineSandboxStatus>;
}

/** What did not work is looked at again after this long: somebody may have installed it. */
const LOOK_AGAIN_MS = 60_000;

/**
 * Whether engines run in a jail. A service for many refuses runs without one: then a provider's fault is everybody's.
 * For one person on the own machine the jail is taken when it works.
 */
export function makeEngineSandbox(parts: EngineSandboxParts): EngineSandbox {
  const find = parts.find ?? (() => findEngineJail({ toolchain: parts.toolchain, workRoot: parts.workRoot }));
  let known: { readonly at: number; readonly found: Promise<FoundJail> } | null = null;
  let many = !isLoopback(parts.host);

  async function found(): Promise<FoundJail> {
    const now = performance.now();
    if (known === null || ((await known.found).jail === null && now - known.at > LOOK_AGAIN_MS)) {
      known = { at: now, found: find() };
    }
    return known.found;
  }

  async function status(): Promise<EngineSandboxStatus> {
    if (parts.mode === "off") {
      const gaps = ["engines see this machine as the service does"];
      return { state: "off", reason: "TWINSTACK_ENGINE_SANDBOX=off", bounds: [], gaps };
    }
    const { jail, reason, bounds, gaps } = await found();
    if (jail !== null) return { state: "on", reason: null, bounds: [...bounds], gaps: [...gaps] };
    many ||= await servesMany(parts.pool);
    const state = parts.mode === "required" || many ? "refused" : "absent";
    return { state, reason, bounds: [...bounds], gaps: [...gaps] };
  }

  return {
    status,
    async jail() {
      if (parts.mode === "off") return null;
      const { jail } = await found();
      if (jail !== null) return jail;
      const { state, reason } = await status();
      if (state === "absent") return null;
      throw new AppError("engine-sandbox-missing", `This service runs no engine without its sandbox: ${reason}.`);
    },
  };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^127\./.test(host);
}
