import type { SiteKey } from "../../src/contract/index.ts";

type Files = Readonly<Record<string, string>>;

/**
 * The files of one site as plain Terraform reads them: the state is a file beside them instead of a service, and the
 * stack has the name that people expect.
 */
export function exportSite(site: SiteKey, synthesized: Files, state: Uint8Array | null): Files {
  const files = Object.entries(synthesized).map(([path, text]) =>
    path === "cdk.tf.json"
      ? ([`${site}/main.tf.json`, withLocalState(text)] as const)
      : ([`${site}/${path}`, text] as const),
  );
  const stored = state === null ? [] : [[`${site}/terraform.tfstate`, new TextDecoder().decode(state)] as const];
  return Object.fromEntries([...files, ...stored]);
}

function withLocalState(text: string): string {
  const document = JSON.parse(text) as { terraform?: Readonly<Record<string, unknown>> };
  const terraform = { ...document.terraform, backend: { local: { path: "terraform.tfstate" } } };
  return `${JSON.stringify({ ...document, terraform }, null, 2)}\n`;
}
