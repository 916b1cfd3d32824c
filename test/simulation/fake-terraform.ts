import type { RunKind } from "../../src/contract/index.ts";
import type { NewRunEvent } from "../../src/run/ports.ts";
import { CloudTrouble, type FakeCloud, type Spec } from "./fake-cloud.ts";
import type { Random } from "./random.ts";
import type { StateClient } from "./state-client.ts";
import { decodeState, encodeState, type KnownObject, type StateDocument } from "./state-document.ts";
import type { VirtualProcess } from "./virtual-process.ts";

export interface Action {
  readonly what: "create" | "update" | "delete" | "replace";
  readonly address: string;
  readonly name: string;
  readonly spec: Spec | null;
}

/** What a plan file holds. */
export interface SavedPlan {
  readonly serial: number | null;
  readonly lineage: string;
  readonly objects: readonly KnownObject[];
  readonly actions: readonly Action[];
}

export type Desired = readonly { readonly address: string; readonly name: string; readonly spec: Spec }[];

export interface TerraformParts {
  readonly child: VirtualProcess;
  readonly state: StateClient;
  readonly cloud: FakeCloud;
  readonly random: Random;
  readonly now: () => number;
  readonly workspaceId: string;
  readonly runId: string;
  readonly say: (event: NewRunEvent) => void;
  /** Resolves when the engine is asked to stop. */
  readonly stopAsked: Promise<void>;
  readonly isStopping: () => boolean;
  readonly provider: Provider;
}

/** The plugin that speaks to the cloud: a process of its own, which may end alone. */
export interface Provider {
  isGone(): boolean;
  /** Rejects when it ends. */
  readonly end: Promise<never>;
}

export type ApplyEnd =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: string; readonly unsaved: Uint8Array | null };

/** An intermediate state is saved when this long has passed (limits.md, fact 2). */
const PERSIST_EVERY_MS = 20_000;
const LOCK_PATIENCE_MS = 10_000;

/** Terraform as it was measured: what it does with state, lock and clouds, and what it does not promise. */
export function makeFakeTerraform(parts: TerraformParts) {
  const { child, state, cloud, random, now } = parts;

  async function withLock<T>(work: (lockId: string) => Promise<T>): Promise<T> {
    const lockId = random.id();
    const until = now() + LOCK_PATIENCE_MS;
    while (!(await state.lock(lockId))) {
      if (now() >= until || parts.isStopping()) throw new Error("Error acquiring the state lock");
      await new Promise<void>((resolve) => child.after(1_000, resolve));
    }
    try {
      return await work(lockId);
    } finally {
      await state.unlock(lockId);
    }
  }

  async function read(): Promise<StateDocument | null> {
    const bytes = await state.get();
    return bytes === null ? null : decodeState(bytes);
  }

  async function plan(kind: RunKind, desired: Desired): Promise<SavedPlan> {
    return withLock(async () => {
      const present = await read();
      const seen = await Promise.all((present?.objects ?? []).map(refresh));
      const objects = seen.filter((object) => object !== null);
      const actions = kind === "destroy" ? objects.map(remove) : difference(objects, desired);
      return { serial: present?.serial ?? null, lineage: present?.lineage ?? "", objects, actions };
    });
  }

  async function refresh(object: KnownObject): Promise<KnownObject | null> {
    const spec = await interruptible(() => cloud.read(child, object.id));
    return spec === null ? null : { ...object, spec };
  }

  /** A provider that is told to stop, or ends, may drop the call it waits for; the cloud carries on. */
  function interruptible<T>(call: () => Promise<T>): Promise<T> {
    if (parts.provider.isGone()) return Promise.reject(new CloudTrouble("the plugin does not answer"));
    const asked = Promise.race([call(), parts.provider.end]);
    if (random.chance(0.5)) return asked;
    return Promise.race([
      asked,
      parts.stopAsked.then(() => {
        throw new CloudTrouble("context canceled");
      }),
    ]);
  }

  async function apply(saved: SavedPlan): Promise<ApplyEnd> {
    let end: ApplyEnd = { ok: false, why: "the state could not be locked or read", unsaved: null };
    try {
      await withLock(async (lockId) => {
        const present = await read();
        // A plan made on no state at all is never found stale (limits.md, fact 4).
        const stale = saved.serial !== null && (present?.serial !== saved.serial || present.lineage !== saved.lineage);
        if (stale) {
          end = { ok: false, why: "Saved plan is stale", unsaved: null };
          return;
        }
        end = await walk(saved, present, lockId);
      });
    } catch (error) {
      const unsaved = end.ok ? null : end.unsaved;
      return { ok: false, why: end.ok ? `the lock stays: ${String(error)}` : end.why, unsaved };
    }
    return end;
  }

  async function walk(saved: SavedPlan, present: StateDocument | null, lockId: string): Promise<ApplyEnd> {
    const known = new Map(saved.objects.map((object) => [object.address, object]));
    const before = present?.objects.length ?? 0;
    let changed = before !== known.size;
    let base = present?.serial ?? null;
    let serial = base ?? 0;
    let lineage = present?.lineage ?? "";
    let isNamed = lineage !== "";
    let lastSave = now();
    let saving: Promise<void> | null = null;
    const troubles: string[] = [];

    async function save(): Promise<void> {
      while (saving !== null) await saving;
      if (!changed) return;
      changed = false;
      // A failed write has used its serial up.
      serial += 1;
      if (lineage === "") lineage = random.id();
      const document = { serial, lineage, base, objects: [...known.values()] };
      saving = state.post(encodeState(document), lockId).then(
        () => {
          base = document.serial;
          isNamed = true;
        },
        (error) => {
          changed = true;
          troubles.push(`save: ${error instanceof Error ? error.message : String(error)}`);
        },
      );
      await saving;
      saving = null;
      lastSave = now();
    }

    async function noted(): Promise<void> {
      changed = true;
      if (parts.isStopping() || now() - lastSave >= PERSIST_EVERY_MS) await save();
    }

    async function step(action: Action): Promise<void> {
      if (parts.isStopping() || troubles.length > 0) return;
      say(action, "started", null);
      const old = known.get(action.address);
      try {
        if ((action.what === "delete" || action.what === "replace") && old !== undefined) {
          await interruptible(() => cloud.remove(child, old.id));
          known.delete(action.address);
          await noted();
        }
        if (action.what === "update" && old !== undefined && action.spec !== null) {
          const { spec } = action;
          const knownId = old.id;
          await interruptible(() => cloud.update(child, knownId, spec));
          known.set(action.address, { ...old, spec });
          await noted();
        }
        if ((action.what === "create" || action.what === "replace") && action.spec !== null) {
          const { workspaceId, runId } = parts;
          const { address, name, spec } = action;
          const id = await interruptible(() => cloud.create(child, { workspaceId, address, name, spec, runId }));
          known.set(address, { address, id, name, spec });
          say(action, "complete", id);
          await noted();
        } else say(action, "complete", old?.id ?? null);
      } catch (error) {
        troubles.push(error instanceof Error ? error.message : String(error));
        say(action, "errored", null);
      }
    }

    for (const level of inLevels(saved.actions)) await Promise.all(level.map(step));
    const cut = parts.isStopping() || troubles.length > 0;
    await save();
    if (changed) {
      // What Terraform leaves behind has no lineage yet when no write has ever reached the backend.
      const left = encodeState({ serial, lineage: isNamed ? lineage : "", base, objects: [...known.values()] });
      return { ok: false, why: `state not saved: ${troubles.join("; ")}`, unsaved: left };
    }
    return cut ? { ok: false, why: troubles.join("; ") || "interrupted", unsaved: null } : { ok: true };
  }

  function say(action: Action, progress: "started" | "complete" | "errored", objectId: string | null): void {
    parts.say({
      at: child.clock.now().toISOString(),
      kind: "progress",
      phase: "apply",
      text: `${action.address}: ${action.what} ${progress}`,
      progress: { address: action.address, action: action.what, state: progress, elapsedMs: null, objectId },
    });
  }

  return { plan, apply };
}

function difference(objects: readonly KnownObject[], desired: Desired): readonly Action[] {
  const known = new Map(objects.map((object) => [object.address, object]));
  const wanted = new Set(desired.map(({ address }) => address));
  const changes = desired.flatMap(({ address, name, spec }): Action[] => {
    const old = known.get(address);
    if (old === undefined) return [{ what: "create", address, name, spec }];
    if (old.spec.image !== spec.image) return [{ what: "replace", address, name, spec }];
    return old.spec.size === spec.size ? [] : [{ what: "update", address, name, spec }];
  });
  return [...objects.filter(({ address }) => !wanted.has(address)).map(remove), ...changes];
}

function remove({ address, name }: KnownObject): Action {
  return { what: "delete", address, name, spec: null };
}

/** Everything stands on the network: it is made first and goes last. */
function inLevels(actions: readonly Action[]): readonly (readonly Action[])[] {
  const isNetwork = ({ address }: Action) => address.includes("network");
  const made = actions.filter((action) => isNetwork(action) && action.what !== "delete");
  const gone = actions.filter((action) => isNetwork(action) && action.what === "delete");
  return [made, actions.filter((action) => !isNetwork(action)), gone];
}
