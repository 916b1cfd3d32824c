import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, readdir, readFile, realpath, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "../../kernel/app-error.ts";
import { makePrivateFolder } from "./run-folder.ts";

/** An initialised working directory, reduced to what another one needs to count as initialised too. */
interface Template {
  /** Provider folders, relative to the working directory, and where they really are. */
  readonly links: readonly (readonly [path: string, target: string])[];
  readonly files: readonly (readonly [path: string, bytes: Uint8Array])[];
}

export interface TemplateRequest {
  readonly files: Readonly<Record<string, string>>;
  /** Distinguishes engines and mirrors; part of the template's name. */
  readonly toolchainKey: string;
  /** Runs `init` in a folder; throws when it fails. */
  readonly init: (folder: string) => Promise<void>;
}

const LOCK_FILE = ".terraform.lock.hcl";
const BACKEND_FILE = ".terraform/terraform.tfstate";
const PROVIDERS = ".terraform/providers";
/** providers/<host>/<namespace>/<type>/<version>/<platform> */
const PROVIDER_DEPTH = 5;

/**
 * Initialised folders, one per set of providers and backend, made once and shared by all workspaces: the backend takes
 * its address from the environment, so nothing in it belongs to anybody. Saves `init` at every run.
 */
export function makeProviderTemplates(root: string) {
  const known = new Map<string, Promise<Template>>();

  /** Gives the folders outside of `folder` that its links lead to. */
  async function furnish(folder: string, request: TemplateRequest): Promise<readonly string[]> {
    const block = terraformBlock(request.files);
    const key = keyOf(request, block);
    const template = await (known.get(key) ?? remember(key, request, block));
    if (await isWhole(template)) return unfold(template, folder);
    await rm(join(root, key), { recursive: true, force: true });
    return unfold(await remember(key, request, block), folder);
  }

  function remember(key: string, request: TemplateRequest, block: unknown): Promise<Template> {
    const made = ensureTemplate(join(root, key), request, block);
    known.set(key, made);
    made.catch(() => known.delete(key));
    return made;
  }

  return { furnish };
}

async function ensureTemplate(folder: string, request: TemplateRequest, block: unknown): Promise<Template> {
  if (!(await exists(join(folder, LOCK_FILE))) && !(await exists(join(folder, BACKEND_FILE)))) {
    await makeTemplate(folder, request, block);
  }
  return readTemplate(folder);
}

/** Made beside its place and moved there whole, so that a dead maker leaves no half template and two makers do not meet. */
async function makeTemplate(folder: string, request: TemplateRequest, block: unknown): Promise<void> {
  const draft = `${folder}.${randomUUID()}`;
  try {
    await makePrivateFolder(draft);
    await writeFile(join(draft, "cdk.tf.json"), JSON.stringify({ terraform: block }), { mode: 0o600 });
    const lock = request.files[LOCK_FILE];
    if (lock !== undefined) await writeFile(join(draft, LOCK_FILE), lock, { mode: 0o600 });
    await request.init(draft);
    await rename(draft, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function readTemplate(folder: string): Promise<Template> {
  const links = await providerFolders(join(folder, PROVIDERS), PROVIDER_DEPTH);
  const files = await Promise.all(
    [LOCK_FILE, BACKEND_FILE].map(
      async (path) => [path, await readFile(join(folder, path)).catch(() => null)] as const,
    ),
  );
  return {
    links: await Promise.all(
      links.map(async (path) => [join(PROVIDERS, path), await realpath(join(folder, PROVIDERS, path))] as const),
    ),
    files: files.flatMap(([path, bytes]) => (bytes === null ? [] : [[path, bytes] as const])),
  };
}

async function providerFolders(folder: string, depth: number): Promise<readonly string[]> {
  if (depth === 0) return ["."];
  const names = await readdir(folder).catch(() => []);
  const deeper = await Promise.all(
    names.map(async (name) => (await providerFolders(join(folder, name), depth - 1)).map((rest) => join(name, rest))),
  );
  return deeper.flat();
}

async function unfold(template: Template, folder: string): Promise<readonly string[]> {
  await mkdir(join(folder, ".terraform"), { recursive: true, mode: 0o700 });
  const links = template.links.map(async ([path, target]) => {
    await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
    await symlink(target, join(folder, path));
  });
  const files = template.files.map(([path, bytes]) => writeFile(join(folder, path), bytes, { mode: 0o600 }));
  await Promise.all([...links, ...files]);
  return template.links.map(([, target]) => target);
}

/** The mirror may have been cleaned or moved since the template was made. */
async function isWhole(template: Template): Promise<boolean> {
  const found = await Promise.all(template.links.map(([, target]) => exists(target)));
  return found.every(Boolean);
}

function terraformBlock(files: Readonly<Record<string, string>>): unknown {
  const main = files["cdk.tf.json"];
  if (main === undefined) throw new AppError("synth-refused", "The synthesized files have no cdk.tf.json.");
  const parsed: unknown = JSON.parse(main);
  const block = typeof parsed === "object" && parsed !== null && "terraform" in parsed ? parsed.terraform : {};
  return block;
}

function keyOf(request: TemplateRequest, block: unknown): string {
  const parts = [request.toolchainKey, block, request.files[LOCK_FILE] ?? null];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
