import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join, normalize, resolve, sep } from "node:path";
import type { TerraformExport } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, findWorkspace, printJson } from "../context.ts";

/** Writes the generated Terraform into a folder, ready for plain `terraform`. A folder with files in it is not touched. */
export async function exportTerraform(
  context: Context,
  name: string,
  options: { readonly output: string | undefined; readonly withState: boolean },
): Promise<void> {
  const workspace = await findWorkspace(context, name);
  const query = options.withState ? "?state=true" : "";
  const exported = await context.api.get<TerraformExport>(`/api/v1/workspaces/${workspace.id}/terraform${query}`);
  if (context.json && options.output === undefined) return printJson(context, exported);
  const folder = resolve(options.output ?? `${exported.workspaceName}-terraform`);
  await refuseFullFolder(folder);
  for (const [path, text] of Object.entries(exported.files)) {
    const target = join(folder, normalize(path));
    if (!target.startsWith(folder + sep))
      throw new CliError(
        "bad-export",
        `The service sent a path outside the folder: ${path}`,
        "Do not trust this service.",
        EXIT.failed,
      );
    await mkdir(dirname(target), { recursive: true });
    // State can hold what the owner would not show to others on the same machine.
    await writeFile(target, text, { mode: path.endsWith(".tfstate") ? 0o600 : 0o644 });
  }
  if (context.json) printJson(context, { folder, files: Object.keys(exported.files) });
  else
    context.terminal.out(
      `${Object.keys(exported.files).length} files of revision ${exported.revision} are in ${folder}; start with its README.md`,
    );
}

async function refuseFullFolder(folder: string): Promise<void> {
  const present = await readdir(folder).catch(() => []);
  if (present.length > 0)
    throw new CliError("folder-not-empty", `${folder} is not empty`, "Give an empty or new folder with -o", EXIT.usage);
}
