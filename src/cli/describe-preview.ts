import type { ChangePreview, Run, Workspace } from "../contract/index.ts";
import { CliError } from "./cli-error.ts";
import type { Context } from "./context.ts";

/** What a change means, sentence by sentence; null where nothing of what stands changes. */
export function describePreview(preview: ChangePreview): string | null {
  const refused = preview.sites.flatMap(({ cloudName, rejected }) =>
    rejected.map((reason) => `On “${cloudName}” it must not be applied: ${reason}`),
  );
  const problems = preview.sites.flatMap(({ cloudName, problem }) =>
    problem === null ? [] : [`There is no plan on “${cloudName}” yet: ${problem}`],
  );
  if (preview.changes.length === 0) return problems.length === 0 ? null : problems.join("\n");
  return [
    preview.basis === "estimate" ? "What changes (an estimate; the plans say it exactly):" : "What changes:",
    ...preview.changes.map(({ text }) => `  - ${text}`),
    preview.text,
    ...refused,
    ...problems,
    ...(preview.superseded ? ["There is a later revision by now."] : []),
    ...(preview.ways.length === 0 ? [] : ["Cheaper or safer:", ...preview.ways.map(({ text }) => `  - ${text}`)]),
  ].join("\n");
}

/** Null from a service of an earlier release, which knows no previews. */
export async function readPreview(
  context: Context,
  { id, revision }: Pick<Workspace, "id" | "revision">,
): Promise<ChangePreview | null> {
  try {
    return await context.api.get<ChangePreview>(`/api/v1/workspaces/${id}/revisions/${revision}/preview`);
  } catch (error) {
    if (error instanceof CliError && error.code === "not-found") return null;
    throw error;
  }
}

/** Whether the machine's name must be typed: what serves loses data, or everything is taken away. */
export function asksForName(planned: readonly Run[], preview: ChangePreview | null): "data" | "destroy" | null {
  const losing = planned.filter(({ summary }) => summary?.danger === "destroys-data");
  const serving = (site: Run["site"]) => preview?.sites.some((one) => one.site === site && one.typedName) === true;
  if (losing.some(({ role, site }) => role === "primary" || serving(site))) return "data";
  return planned.some(({ kind }) => kind === "destroy") ? "destroy" : null;
}
