import { fieldsOf } from "./recorded-objects.ts";

/** The stack on a copy of its state in the working directory: no backend to ask, no lock to take, nothing to write to. */
export function onACopy(files: Readonly<Record<string, string>>, state: Uint8Array): Readonly<Record<string, string>> {
  const document = fieldsOf(JSON.parse(files["cdk.tf.json"] ?? "{}"));
  const { backend: _backend, ...terraform } = fieldsOf(document["terraform"]);
  return {
    ...files,
    "cdk.tf.json": JSON.stringify({ ...document, terraform }),
    "terraform.tfstate": new TextDecoder().decode(state),
  };
}
