import { BINDING_SUBSET, type ProviderSubset } from "./binding-subset.ts";

/** A block of Terraform's `providers schema -json`; only what pruning touches is typed. */
interface SchemaBlock {
  readonly version: number;
  readonly block: { readonly attributes?: Readonly<Record<string, unknown>> };
}
interface ProviderPart {
  readonly provider: SchemaBlock;
  readonly resource_schemas?: Readonly<Record<string, SchemaBlock>>;
}

/** Format of `terraform providers schema -json` plus the versions that `cdktf get` adds for its doc links. */
export interface SchemaDocument {
  readonly format_version: string;
  readonly provider_versions?: Readonly<Record<string, string>>;
  readonly provider_schemas: Readonly<Record<string, ProviderPart>>;
}

/** Keeps the subset of one provider; throws when the full schema misses a part, so that a typo cannot prune to nothing. */
export function pruneSchema(full: SchemaDocument, subset: ProviderSubset): SchemaDocument {
  const part = full.provider_schemas[subset.address];
  if (part === undefined) throw new Error(`The schema does not contain ${subset.address}`);
  return {
    format_version: full.format_version,
    provider_versions: { [subset.address]: subset.version },
    provider_schemas: {
      [subset.address]: {
        provider: {
          ...part.provider,
          block: { attributes: pick(part.provider.block.attributes, subset.providerSettings) },
        },
        resource_schemas: pick(part.resource_schemas, subset.elementTypes),
      },
    },
  };
}

/** The subset of the provider that a schema document describes. */
export function subsetOf(full: SchemaDocument): ProviderSubset {
  const subset = BINDING_SUBSET.find(({ address }) => address in full.provider_schemas);
  if (subset === undefined)
    throw new Error(`No subset is declared for ${Object.keys(full.provider_schemas).join(", ")}`);
  return subset;
}

function pick<T>(from: Readonly<Record<string, T>> | undefined, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(
    names.map((name) => {
      const value = from?.[name];
      if (value === undefined) throw new Error(`The schema does not contain ${name}`);
      return [name, value];
    }),
  );
}
