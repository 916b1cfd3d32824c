import type { SiteKey, SitePlan } from "../../src/contract/index.ts";
import type { Toolchain } from "../toolchain.ts";

export interface ExportReadme {
  readonly workspaceName: string;
  readonly revision: number;
  readonly sites: readonly SitePlan[];
  readonly withState: boolean;
  /** Sites whose cloud is the owner's own, so that a desk may use the service's state. */
  readonly deskSites: readonly SiteKey[];
  readonly engine: Pick<Toolchain, "engineKind" | "engineVersion">;
  /** The provider's variables with their values; secret values are left out of what is written. */
  readonly variablesOf: (cloudId: string) => Promise<Readonly<Record<string, string>>>;
}

const SECRET = /PASSWORD|SECRET|API_KEY|TOKEN/;

/** Says how to use the exported files: the exact commands and the environment each site needs. */
export async function renderExportReadme(readme: ExportReadme): Promise<string> {
  const { workspaceName, revision, engine } = readme;
  const command = engine.engineKind === "opentofu" ? "tofu" : "terraform";
  const sections = await Promise.all(readme.sites.map((site) => section(site, command, readme)));
  return `# ${workspaceName}, revision ${revision}

Terraform of ${workspaceName} as TwinStack generated it, one folder per cloud; each is complete and independent of the
other. Made for ${command} ${engine.engineVersion}; the versions of the providers are pinned in every main.tf.json.
${stateNote(readme)}
${sections.join("\n")}${deskNote(readme, command)}`;
}

function deskNote({ deskSites }: ExportReadme, command: string): string {
  if (deskSites.length === 0) return "";
  return `
## On TwinStack's own state and lock

These clouds are your own, so ${command} here may use the state and the lock that TwinStack uses. TwinStack sees every
write, names you in it, and asks for a new plan where one waits. The password is an API token with the scope \`change\`.

\`\`\`sh
${deskSites.map((site) => `cp desk/${site}/backend_override.tf.json ${site}/`).join("\n")}
export TF_HTTP_PASSWORD='…'
${command} -chdir=${deskSites[0]} init -reconfigure
\`\`\`
`;
}

function stateNote({ withState }: ExportReadme): string {
  return withState
    ? `
\`terraform.tfstate\` is a copy. While TwinStack goes on managing this machine, only \`plan\` with it: after an \`apply\`
here TwinStack's own state would be out of date. The state can hold private values; keep it to yourself.
`
    : `
There is no state in this export, so \`plan\` shows everything as new. Export with the state (\`--with-state\`) to compare
with what exists.
`;
}

async function section(site: SitePlan, command: string, readme: ExportReadme): Promise<string> {
  const variables = await readme.variablesOf(site.cloudId);
  const given = Object.entries(variables).filter(([name]) => !name.startsWith("TWINSTACK_"));
  const exports = given.map(([name, value]) => `export ${name}=${quote(name, value)}`);
  return `## ${site.site}: ${site.role === "primary" ? "main" : "standby"}, on ${site.cloudName}${site.sandbox ? " (sandbox)" : ""}

\`\`\`sh
cd ${site.site}
${exports.join("\n")}
${command} init
${command} plan${readme.withState ? "      # says: No changes" : ""}
\`\`\`
`;
}

function quote(name: string, value: string): string {
  return SECRET.test(name) ? "'…'" : `'${value.replaceAll("'", "'\\''")}'`;
}
