import type { Cloud, CloudImportPreview, CloudImportRequest, ImportedCloud } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, printJson, printTable } from "../context.ts";
import { findImportTexts, readSmallText } from "../find-import-texts.ts";

export interface ImportFlags {
  readonly profile?: string;
  readonly environment: boolean;
  readonly cloudmonkey: boolean;
  readonly secure?: string;
  readonly name?: string;
  readonly region?: string;
  readonly zone?: string;
  readonly ca?: string;
  readonly shared?: true;
  readonly force: boolean;
  readonly preview: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Registers a cloud from what another tool knows of it. Secrets come from files, the environment or the keyboard, never from flags. */
export async function importCloud(
  context: Context,
  environment: Environment,
  file: string | undefined,
  flags: ImportFlags,
): Promise<void> {
  const request: CloudImportRequest = { ...findImportTexts(environment, file, flags), ...wishes(flags, environment) };
  const preview = await context.api.post<CloudImportPreview>("/api/v1/clouds/import/preview", request);
  if (flags.preview) {
    if (context.json) printJson(context, preview);
    else showPreview(context, preview);
    return;
  }
  const chosen = choose(preview);
  const completed = { ...request, profile: chosen.profile, ...(await lacking(context, chosen, request)) };
  const cloud = await context.api.post<Cloud>(`/api/v1/clouds/import?force=${flags.force}`, completed);
  if (context.json) return printJson(context, cloud);
  for (const note of chosen.notes) context.terminal.err(`note: ${note}`);
  const detail = cloud.statusDetail === "" ? "" : ` (${cloud.statusDetail})`;
  context.terminal.out(`${cloud.name} is registered: ${cloud.status}${detail}`);
}

function wishes({ profile, name, region, zone, ca, shared }: ImportFlags, environment: Environment) {
  // The variable by which OpenStack's own tools choose.
  const chosen = profile ?? environment["OS_CLOUD"];
  return {
    ...(chosen !== undefined && chosen !== "" && { profile: chosen }),
    ...(name !== undefined && { name }),
    ...(region !== undefined && { region }),
    ...(zone !== undefined && { zone }),
    ...(ca !== undefined && { caCertificate: readSmallText(ca) }),
    ...(shared === true && { shared }),
  };
}

function choose({ clouds, chosen }: CloudImportPreview): ImportedCloud {
  const only = clouds.length === 1 && chosen === null ? clouds[0] : undefined;
  const found = only ?? clouds.find(({ profile }) => profile === chosen);
  if (found !== undefined) return found;
  const names = clouds.map(({ profile }) => profile).join(", ");
  const what = chosen === null ? "The file has several clouds" : `The file has no cloud "${chosen}"`;
  throw new CliError("cloud-not-chosen", what, `Say which one by --profile: ${names}`, EXIT.usage);
}

/** What only this machine or its person has: the authority's file, and a password that the file leaves out. */
async function lacking({ terminal }: Context, cloud: ImportedCloud, request: CloudImportRequest) {
  const reads = cloud.caFile !== null && request.caCertificate === undefined;
  const asks = cloud.needsSecret && terminal.interactive;
  return {
    ...(reads && { caCertificate: readSmallText(cloud.caFile ?? "") }),
    ...(asks && { secret: await terminal.askSecret(`Password or secret of ${cloud.access}:`) }),
  };
}

function showPreview(context: Context, preview: CloudImportPreview): void {
  printTable(
    context,
    ["PROFILE", "KIND", "NAME HERE", "WHERE", "AS", "ENDPOINT"],
    preview.clouds.map(({ profile, kind, name, location, access, endpoint }) => [
      profile === preview.chosen ? `${profile} (chosen)` : profile,
      kind,
      name,
      location ?? "-",
      access,
      endpoint ?? "-",
    ]),
  );
  for (const { profile, notes, issues } of preview.clouds) {
    for (const note of notes) context.terminal.out(`${profile}: note: ${note}`);
    for (const { message, remedy } of issues) context.terminal.out(`${profile}: ${message}\n  what to do: ${remedy}`);
  }
}
