import type { Revision } from "../../../src/contract/index.ts";
import { AppError } from "../../../src/kernel/app-error.ts";
import type { SecretFile, WorkspaceRecord, WorkspaceSecrets, WorkspaceStore } from "../../../src/requirement/ports.ts";

/** A workspace store in memory that keeps the port's promises, and shows what it was given. */
export interface MemoryWorkspaces extends WorkspaceStore {
  readonly tokenHashes: Map<string, Record<string, string>>;
  readonly secretFiles: Map<string, readonly SecretFile[]>;
}

export function memoryWorkspaces(): MemoryWorkspaces {
  const records = new Map<string, WorkspaceRecord>();
  const history = new Map<string, Revision[]>();
  const secrets = new Map<string, WorkspaceSecrets>();
  const tokenHashes = new Map<string, Record<string, string>>();
  const secretFiles = new Map<string, readonly SecretFile[]>();
  const owned = (ownerId: string) => [...records.values()].filter((record) => record.ownerId === ownerId);
  return {
    tokenHashes,
    secretFiles,
    findByName: async (ownerId, name) => owned(ownerId).find((record) => record.name === name) ?? null,
    find: async (ownerId, id) => owned(ownerId).find((record) => record.id === id) ?? null,
    list: async (ownerId) => owned(ownerId),
    create: async (workspace, first, access) => {
      if (owned(workspace.ownerId).some((record) => record.name === workspace.name)) {
        throw new AppError("name-taken", `The name ${workspace.name} is taken.`);
      }
      records.set(workspace.id, workspace);
      history.set(workspace.id, [first]);
      secrets.set(workspace.id, access);
      tokenHashes.set(workspace.id, { ...access.bootstrapTokenHashes });
      secretFiles.set(workspace.id, access.secretFiles);
    },
    addRevision: async (revision, files, hashes) => {
      const known = history.get(revision.workspaceId) ?? [];
      if (known.length !== revision.number - 1) throw new AppError("revision-conflict", "Changed meanwhile.");
      known.push(revision);
      secretFiles.set(revision.workspaceId, files);
      tokenHashes.set(revision.workspaceId, { ...tokenHashes.get(revision.workspaceId), ...hashes });
    },
    caPublicKey: async (id) => secrets.get(id)?.caPublicKey ?? null,
    latestRevision: async (id) => history.get(id)?.at(-1) ?? null,
    revision: async (id, number) => history.get(id)?.[number - 1] ?? null,
    revisions: async (id) => history.get(id) ?? [],
    remove: async (_ownerId, id) => {
      records.delete(id);
    },
  };
}
