import { randomUUID } from "node:crypto";
import { lookup } from "node:dns/promises";
import { join } from "node:path";
import type pg from "pg";
import { makeConsoleGuard } from "../../src/adapters/console/console-guard.ts";
import { makeOpenScreen } from "../../src/adapters/console/open-screen.ts";
import { makeAddressJudge } from "../../src/adapters/http/address-judge.ts";
import { renewAuditIntent } from "../../src/adapters/postgres/audit-intents.ts";
import type { Keyring } from "../../src/adapters/postgres/sealing/open-keyring.ts";
import { makeShellStore } from "../../src/adapters/postgres/shell-store.ts";
import { makeOpenShell } from "../../src/adapters/ssh/open-shell.ts";
import { sweepSessionFolders } from "../../src/adapters/ssh/session-folder.ts";
import type { SiteKey } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { locateMachines } from "../../src/overview/index.ts";
import { SERVICE_ACCOUNT } from "../../src/plan/index.ts";
import {
  type AskConsole,
  makeOpenSession,
  makeSessionDesk,
  type OpenedSession,
  type RemoteMachine,
  type ScreenSize,
} from "../../src/remote/index.ts";
import { DEFAULT_REMOTE, type RemoteConfig } from "../remote-config.ts";
import type { RemoteServices } from "../services/remote-side.ts";
import type { SharedParts } from "./compose-service.ts";
import { systemTimers } from "./system-time.ts";

/** A person waits for this answer. */
const CLOUD_PATIENCE_MS = 10_000;

interface RemoteParts extends SharedParts {
  /** The service's own: keys and authorities are not for tenants to read. */
  readonly pool: pg.Pool;
  readonly keyring: Keyring;
  readonly workRoot: string;
  /** Left out: as without any setting. */
  readonly remote?: RemoteConfig;
  readonly onBackgroundError: (error: unknown, what: string) => void;
}

export interface Remote {
  readonly services: RemoteServices;
  /** Removes what sessions of a killed service left; only before the first session of this one. */
  removeLeftovers(): Promise<void>;
  /** Ends every session, with its words and its line in the audit log. */
  close(): Promise<void>;
}

/** Ways into machines through the service. */
export function remoteServices(parts: RemoteParts): Remote {
  const { clock, secrets, stores, clouds, remote = DEFAULT_REMOTE } = parts;
  const onError = (error: unknown) => parts.onBackgroundError(error, "a machine session met an unexpected error");
  const judge = makeAddressJudge(remote.networks);
  const guard = makeConsoleGuard(judge, (host) => lookup(host, { all: true }));
  const openScreen = makeOpenScreen(guard);
  const folder = join(parts.workRoot, "terminals");
  const openShell = makeOpenShell({
    store: makeShellStore(parts.pool, parts.keyring),
    clock,
    folder,
    searchPath: process.env["PATH"] ?? "",
    account: SERVICE_ACCOUNT,
    port: remote.port,
    sourceAddresses: remote.sourceAddresses,
    onError,
  });
  const desk = makeSessionDesk({
    ...{ clock, timers: systemTimers, newId: randomUUID, newToken: secrets.generateToken, sha256: secrets.sha256 },
    ...{ limits: remote.limits, onError },
    auditIntents: { ...stores.auditIntents, renew: (id) => renewAuditIntent(parts.pool, id) },
  });
  const open = makeOpenSession({
    machineOf: ({ accountId }, workspaceId, site) => machineOf(parts, accountId, workspaceId, site),
    addressRules: judge,
    askConsole: makeAskConsole(clouds),
    checkConsole: async (address) => void (await guard.addressesOf(address)),
    desk,
  });

  function openLink({ session, target }: OpenedSession, size: ScreenSize) {
    if (target.kind === "console") return openScreen(target.address);
    const { workspaceId, site, instanceId, id: sessionId } = session;
    return openShell({ ...{ sessionId, workspaceId, site, instanceId, size }, ...target });
  }

  return {
    services: {
      open,
      take: (principal, sessionId, ticket) => desk.take(principal, sessionId, ticket),
      connect: (opened, size, mayGoOn) => desk.connect(opened, () => openLink(opened, size), mayGoOn),
      list: (filter) => desk.list(filter),
      find: (sessionId) => desk.find(sessionId),
      end: (sessionId, reason) => desk.end(sessionId, reason),
    },
    removeLeftovers: () => sweepSessionFolders(folder),
    close: () => desk.close("service-ends"),
  };
}

/** Everything about the machine of a site that a session depends on, as the service and the cloud know it now. */
async function machineOf(
  { stores, clouds }: Pick<SharedParts, "stores" | "clouds">,
  accountId: string,
  workspaceId: string,
  site: SiteKey,
): Promise<RemoteMachine> {
  const facts = await stores.overview.find(accountId, workspaceId);
  const place = facts === null ? undefined : locateMachines(facts).find((one) => one.site === site);
  const revision = await stores.workspaces.latestRevision(workspaceId);
  if (facts === null || place === undefined || revision === null) {
    throw new AppError("not-found", `The workspace ${workspaceId} has no site ${site}.`, { workspaceId, site });
  }
  const { workspaceName, cloudId, sandbox, instanceId } = place;
  const { access, network } = revision.requirement;
  const base = { workspaceId, workspaceName, site, cloudId, sandbox, loginName: access.loginName };
  const letsSshIn = network.openPorts.some(
    ({ protocol, fromPort, toPort }) => protocol === "tcp" && (fromPort ?? 1) <= 22 && (toPort ?? 65_535) >= 22,
  );
  if (instanceId === null) return { ...base, letsSshIn, instanceId, powerState: null, addresses: [] };
  const client = await clouds.clients(cloudId);
  const [seen] = await client.observeInstances([instanceId], AbortSignal.timeout(CLOUD_PATIENCE_MS));
  if (seen === undefined) return { ...base, letsSshIn, instanceId: null, powerState: null, addresses: [] };
  const addresses = [...(seen.publicAddress === null ? [] : [seen.publicAddress]), ...seen.privateAddresses];
  return { ...base, letsSshIn, instanceId, powerState: seen.powerState, addresses };
}

function makeAskConsole(clouds: SharedParts["clouds"]): AskConsole {
  return async (cloudId, instanceId) => {
    const client = await clouds.clients(cloudId);
    if (client.askConsole === undefined) {
      throw new AppError("machine-session-unavailable", "This cloud shows no consoles.", { reason: "no-console" });
    }
    return client.askConsole(instanceId, AbortSignal.timeout(CLOUD_PATIENCE_MS));
  };
}
