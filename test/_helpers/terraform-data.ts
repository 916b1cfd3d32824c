import type { SiteOutputs } from "../../src/contract/index.ts";

/** Outputs a site stack must have, here with fixed values. */
export const SAMPLE_OUTPUTS: SiteOutputs = {
  instance_id: "i-1",
  instance_name: "web",
  private_address: "10.42.0.5",
  public_address: null,
  network_id: "n-1",
  root_volume_id: null,
  volume_ids: {},
};

/** A synthesized stack of Terraform's built-in `terraform_data`, which needs no provider and no cloud. */
export function terraformDataStack(
  objects: Readonly<Record<string, { readonly input: unknown; readonly command?: string }>>,
): Readonly<Record<string, string>> {
  const entries = Object.entries(objects).map(([name, { input, command }]) => {
    const provisioner = command === undefined ? {} : { provisioner: [{ "local-exec": { command } }] };
    return [name, { input, ...provisioner }] as const;
  });
  const output = Object.fromEntries(Object.entries(SAMPLE_OUTPUTS).map(([name, value]) => [name, { value }]));
  const stack = {
    terraform: { backend: { http: {} } },
    resource: { terraform_data: Object.fromEntries(entries) },
    output,
  };
  return { "cdk.tf.json": JSON.stringify(stack) };
}
