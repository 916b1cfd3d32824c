import type { Services } from "../../server/services.ts";
import type { EnginePin, Run, RunEvent } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { StateRequest } from "../../src/state/index.ts";
import { memoryIdempotencyStore } from "./memory-idempotency-store.ts";
import { samplePolicy } from "./policy-samples.ts";
import { principalNamed } from "./principals.ts";
import { AT, IDS, sampleCloud, sampleRequirement, sampleRevision } from "./samples.ts";
import { sampleCatalog, samplePreview, sampleRun, sampleWorkspace } from "./scripted-samples.ts";
import { scriptWebhooks } from "./scripted-webhooks.ts";
import { unscriptedServices } from "./unscripted-services.ts";

export const TOKEN = "scripted-token";

const SAMPLE_VERSIONS = { engine: "terraform 1.11.4", openstack: "3.4.0", cloudstack: "0.6.0" };
const SAMPLE_PIN: EnginePin = { pinned: SAMPLE_VERSIONS, offered: SAMPLE_VERSIONS, waiting: null, review: [] };

/** A run whose log a test writes line by line. */
export interface ScriptedRun {
  run: Run;
  events: RunEvent[];
  readonly listeners: Set<() => void>;
  say(text: string): void;
  finish(): void;
}

export function scriptRun(): ScriptedRun {
  const scripted: ScriptedRun = {
    run: sampleRun({ status: "applying" }),
    events: [],
    listeners: new Set(),
    say(text) {
      const sequence = scripted.events.length + 1;
      scripted.events.push({ runId: IDS.run, sequence, at: AT, kind: "log", phase: "apply", text, progress: null });
      for (const listener of scripted.listeners) listener();
    },
    finish() {
      scripted.run = sampleRun({ status: "applied", finishedAt: AT, allowedActions: [] });
      for (const listener of scripted.listeners) listener();
    },
  };
  return scripted;
}

/** Every call a route made, by the name of the service. */
export type Calls = [name: string, ...args: unknown[]][];

/**
 * A core that knows one account ("ann"), one workspace, one run and one cloud, and refuses everything else as not
 * found. `fail` makes the named service throw.
 */
export function scriptServices(script: { run?: ScriptedRun; fail?: Record<string, Error> } = {}): {
  services: Services;
  calls: Calls;
} {
  const calls: Calls = [];
  const scripted = script.run ?? scriptRun();
  const owned = (id: string, known: string): void => {
    if (id !== known) throw new AppError("not-found", `There is no ${id}.`);
  };
  const note = (name: string, ...args: unknown[]): void => {
    calls.push([name, ...args]);
    const failure = script.fail?.[name];
    if (failure) throw failure;
  };
  const receipt = (outcome: "created" | "changed" | "unchanged", revision: number) => ({
    outcome,
    workspace: sampleWorkspace(),
    revision,
    privateKey: null,
    warnings: [],
  });

  async function stateAnswer(action: string, request: StateRequest) {
    const { body, ...rest } = request;
    note("state", action, { ...rest, body: Buffer.from(body ?? []).toString("utf8") });
    const headers = { "content-type": "application/json", "content-md5": "x" };
    return { status: 200, headers, body: new TextEncoder().encode('{"serial":1}') };
  }

  const services: Services = {
    ...unscriptedServices(),
    accounts: { authenticate: async (token) => (token === TOKEN ? principalNamed("ann") : null) },
    access: {
      accountOf: async () => ({ accountId: "ann", role: "owner" }),
      account: async (name) => (name === "ann" ? { accountId: "ann", role: "owner", kind: "user" } : null),
    },
    people: UNSCRIPTED_PEOPLE,
    requirements: {
      profiles: () => [],
      async check(principal, input) {
        note("check", principal, input);
        return { valid: true, issues: [], requirement: sampleRequirement(), deploymentPlan: null, unchanged: false };
      },
      async preview(_principal, id, revision) {
        note("preview", id, revision);
        owned(id, IDS.workspace);
        return samplePreview(revision);
      },
      async submit(principal, input) {
        note("submit", principal, input);
        return receipt("created", 1);
      },
      async revise(principal, id, input, basedOn) {
        note("revise", principal, id, input, basedOn);
        owned(id, IDS.workspace);
        return receipt(basedOn === 1 ? "unchanged" : "changed", basedOn === 1 ? 1 : 2);
      },
      async restore(_principal, id, revision, basedOn) {
        note("restore", id, revision, basedOn);
        owned(id, IDS.workspace);
        return receipt("changed", 3);
      },
    },
    workspaces: {
      async list(principal) {
        note("listWorkspaces", principal);
        return [sampleWorkspace()];
      },
      async find(_principal, id) {
        note("findWorkspace", id);
        owned(id, IDS.workspace);
        return sampleWorkspace();
      },
      async remove(_principal, id) {
        note("removeWorkspace", id);
        owned(id, IDS.workspace);
      },
      async revisions(_principal, id) {
        note("revisions", id);
        owned(id, IDS.workspace);
        return [{ number: 1, createdAt: AT, createdBy: "ann", operationId: IDS.operation }];
      },
      async revision(_principal, id, number) {
        note("revision", id, number);
        owned(id, IDS.workspace);
        return sampleRevision(number);
      },
      async exportTerraform(_principal, id, withState) {
        note("exportTerraform", id, withState);
        owned(id, IDS.workspace);
        return { workspaceName: "web", revision: 1, files: { "README.md": "text" } };
      },
    },
    enginePins: {
      find: async () => SAMPLE_PIN,
      upgrade: async () => SAMPLE_PIN,
    },
    runs: {
      async start(_principal, id, request) {
        note("startRuns", id, request);
        owned(id, IDS.workspace);
        return [sampleRun({ status: "pending" })];
      },
      async list(_principal, filter) {
        note("listRuns", filter);
        return [scripted.run];
      },
      async find(_principal, id) {
        note("findRun", id);
        owned(id, IDS.run);
        return scripted.run;
      },
      async planJson(_principal, id) {
        note("planJson", id);
        owned(id, IDS.run);
        return { format_version: "1.2" };
      },
      async apply(_principal, id, confirmName) {
        note("apply", id, confirmName);
        owned(id, IDS.run);
        return sampleRun({ status: "confirmed" });
      },
      async discard(_principal, id) {
        note("discard", id);
        owned(id, IDS.run);
        return sampleRun({ status: "discarded" });
      },
      async cancel(_principal, id, force) {
        note("cancel", id, force);
        owned(id, IDS.run);
        return sampleRun({ cancelRequested: force ? "forced" : "gently" });
      },
      async events(_runId, after, limit) {
        return scripted.events.filter((event) => event.sequence > after).slice(0, limit);
      },
      watch(_runId, listener) {
        scripted.listeners.add(listener);
        return () => scripted.listeners.delete(listener);
      },
    },
    clouds: {
      async list() {
        return [sampleCloud()];
      },
      async find(_principal, id) {
        owned(id, IDS.openstack);
        return sampleCloud();
      },
      async register(_principal, registration) {
        note("registerCloud", registration);
        return sampleCloud();
      },
      async change(_principal, id, change) {
        note("changeCloud", id, change);
        owned(id, IDS.openstack);
        return sampleCloud();
      },
      async remove(_principal, id) {
        note("removeCloud", id);
        owned(id, IDS.openstack);
      },
      async test(_principal, id) {
        owned(id, IDS.openstack);
        return [{ step: "reach", ok: true, detail: "answers", remedy: null }];
      },
      async catalog(_principal, id) {
        owned(id, IDS.openstack);
        return sampleCatalog();
      },
      async refreshCatalog(_principal, id) {
        note("refreshCatalog", id);
        owned(id, IDS.openstack);
        return sampleCatalog();
      },
    },
    machines: {
      async bootstrap(token, request) {
        note("bootstrap", token, request);
        return { machineToken: "machine", files: [] };
      },
      async heartbeat(token, request) {
        note("heartbeat", token, request);
        return { gate: "off", validForSeconds: 90, nextInSeconds: 30 };
      },
    },
    instances: async (_principal, workspaceId) => {
      note("instances", workspaceId);
      return [];
    },
    repair: {
      async report(_principal, workspaceId, refresh) {
        note("repair report", workspaceId, refresh);
        return { workspaceId, workspaceName: "web", sites: [] };
      },
      async start(_principal, workspaceId, request) {
        note("repair start", workspaceId, request);
        return [];
      },
    },
    drift: {
      async report(_principal, workspaceId) {
        note("drift report", workspaceId);
        return { workspaceId, workspaceName: "web", sites: [], history: [] };
      },
      async check(_principal, workspaceId) {
        note("drift check", workspaceId);
        return { workspaceId, workspaceName: "web", sites: [], history: [] };
      },
      async fleet(_principal, page) {
        note("drift fleet", page);
        return [];
      },
    },
    policy: {
      async find(_principal, workspaceId) {
        note("policy find", workspaceId);
        return samplePolicy(workspaceId);
      },
      async change(_principal, workspaceId, request, basedOn) {
        note("policy change", workspaceId, request, basedOn);
        return { ...samplePolicy(workspaceId), ...request, version: 1 };
      },
    },
    state: {
      refusal: async ({ authorization }) =>
        authorization === undefined ? { status: 401, headers: {}, body: null } : null,
      get: (request) => stateAnswer("get", request),
      post: (request) => stateAnswer("post", request),
      lock: (request) => stateAnswer("lock", request),
      unlock: (request) => stateAnswer("unlock", request),
    },
    webhooks: scriptWebhooks(note),
    idempotency: memoryIdempotencyStore(),
    backlog: async () => ({ oldestWaitingSeconds: 7, webhooksWaiting: 2, connections: { open: 3 } }),
    status: async () => ({
      name: "twinstack",
      version: "0.1.0",
      url: "http://127.0.0.1:4680",
      startedAt: AT,
      engine: { kind: "terraform", version: "1.11.4" },
      sandbox: true,
      clouds: 2,
      runs: { applying: 1 },
      concurrency: 4,
      workers: [],
      engineSandbox: { state: "on", reason: null, bounds: [], gaps: ["the network"] },
    }),
    unready: async () => {
      note("unready");
      return [];
    },
  };
  return { services, calls };
}

/** Nobody of the scripted core has a session; routes only look their services up while they are registered. */
const UNSCRIPTED_PEOPLE = new Proxy({ authenticateSession: async () => null } as unknown as Services["people"], {
  get: (target, name) => Reflect.get(target, name) ?? {},
});
