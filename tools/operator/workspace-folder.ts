import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { Revision, withSiteNames } from "../../src/contract/index.ts";
import type { WorkspaceRecord, WorkspaceStore } from "../../src/requirement/index.ts";

const StoredWorkspace = z.object({
  id: z.uuid(),
  name: z.string(),
  ownerId: z.string(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
  revision: Revision.extend({ deploymentPlan: z.preprocess(withSiteNames, Revision.shape.deploymentPlan) }),
  caPublicKey: z.string(),
  caPrivateKey: z.string(),
});
type StoredWorkspace = z.infer<typeof StoredWorkspace>;

/**
 * Workspaces of requirement files, one JSON file each, with the latest revision only. It remembers what was chosen, so
 * that a newer image in the catalog does not replace a machine whose file has not changed. Its files hold a private key
 * and can be read by their owner only.
 */
export function openWorkspaceFolder(folder: string): WorkspaceStore {
  async function all(): Promise<readonly StoredWorkspace[]> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const names = (await readdir(folder)).filter((name) => name.endsWith(".workspace.json")).sort();
    return Promise.all(
      names.map(async (name) => StoredWorkspace.parse(JSON.parse(await readFile(join(folder, name), "utf8")))),
    );
  }
  async function one(matches: (stored: StoredWorkspace) => boolean): Promise<StoredWorkspace | null> {
    return (await all()).find(matches) ?? null;
  }
  async function write(stored: StoredWorkspace): Promise<void> {
    const file = fileOf(stored);
    await writeFile(`${file}.new`, `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
  function fileOf({ name }: { readonly name: string }): string {
    return join(folder, `${name}.workspace.json`);
  }

  return {
    findByName: async (ownerId, name) => recordOf(await one((w) => w.ownerId === ownerId && w.name === name)),
    find: async (ownerId, id) => recordOf(await one((w) => w.ownerId === ownerId && w.id === id)),
    list: async (ownerId) => (await all()).filter((w) => w.ownerId === ownerId).flatMap((w) => recordOf(w) ?? []),
    create: ({ id, name, ownerId, createdAt, updatedAt }, revision, { caPublicKey, caPrivateKey }) =>
      write({ id, name, ownerId, createdAt, updatedAt, revision, caPublicKey, caPrivateKey }),
    async addRevision(revision) {
      const stored = await one(({ id }) => id === revision.workspaceId);
      if (stored !== null) await write({ ...stored, revision, updatedAt: new Date(revision.createdAt) });
    },
    caPublicKey: async (id) => (await one((w) => w.id === id))?.caPublicKey ?? null,
    latestRevision: async (id) => (await one((w) => w.id === id))?.revision ?? null,
    revision: async (id, number) => (await one((w) => w.id === id && w.revision.number === number))?.revision ?? null,
    revisions: async (id) => (await all()).filter((w) => w.id === id).map(({ revision }) => revision),
    async remove(ownerId, id) {
      const stored = await one((w) => w.ownerId === ownerId && w.id === id);
      if (stored !== null) await rm(fileOf(stored));
    },
  };
}

function recordOf(stored: StoredWorkspace | null): WorkspaceRecord | null {
  if (stored === null) return null;
  const { id, name, ownerId, createdAt, updatedAt } = stored;
  return { id, name, ownerId, createdAt, updatedAt };
}
