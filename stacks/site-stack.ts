import {
  HttpBackend,
  type HttpBackendConfig,
  LocalBackend,
  TerraformElement,
  TerraformOutput,
  TerraformStack,
} from "cdktf";
import type { Construct } from "constructs";
import type { SiteOutputs } from "../src/contract/index.ts";
import { assertAllowed, type StackRules } from "./allow-list.ts";
import { NULL_TERM } from "./null-term.ts";
import { SynthRefusal } from "./synth-refusal.ts";
import { tidyTerraform } from "./tidy-terraform.ts";

/** Where Terraform keeps the state: `http` takes every value from TF_HTTP_* variables, `local` is a file. */
export type SiteBackend = { readonly kind: "http" } | { readonly kind: "local"; readonly path: string };

/** What all stacks share: state backend, required outputs, readable addresses, and the last check. */
export abstract class SiteStack extends TerraformStack {
  /** Terraform address → path of the construct that has it. */
  readonly #addresses = new Map<string, string>();
  /** Left out: those of a site. */
  protected readonly rules?: StackRules;

  constructor(scope: Construct, id: string, backend: SiteBackend) {
    super(scope, id);
    this.addOverride("terraform.required_version", ">= 1.9.0");
    if (backend.kind === "local") new LocalBackend(this, { path: backend.path });
    // Its type demands an address; a value here would end up in files and in plans.
    else new HttpBackend(this, {} as HttpBackendConfig);
  }

  /** Terraform of this site, free of noise, and refused unless every part of it is on the allow-list. */
  override toTerraform(): Record<string, unknown> {
    const terraform = tidyTerraform(super.toTerraform());
    assertAllowed(terraform, this.rules);
    return terraform;
  }

  /**
   * Addresses people can read, without CDKTF's hash: `network/router-interface` → `network_router_interface`, and
   * `port/port` → `port`.
   * They are state addresses: changing one makes Terraform replace the element.
   */
  protected override allocateLogicalId(element: TerraformElement | Construct["node"]): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : (element as Construct["node"]);
    const path = node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    const logicalId = path
      .filter((part, index) => part !== path[index - 1])
      .join("_")
      .replaceAll("-", "_");
    const { terraformResourceType: type = "" } = element as { terraformResourceType?: string };
    const address = `${type}.${logicalId}`;
    const holder = this.#addresses.get(address) ?? node.path;
    if (holder !== node.path) throw new SynthRefusal(`${holder} and ${node.path} would share the address ${address}`);
    this.#addresses.set(address, node.path);
    return logicalId;
  }

  /** Publishes exactly the contract's outputs. Terraform does not store a null one; its reader puts it back. */
  protected publish(outputs: SiteOutputs): void {
    for (const [name, value] of Object.entries(outputs)) {
      new TerraformOutput(this, name, { value: value ?? NULL_TERM, staticId: true });
    }
  }
}
