import type { Schema } from "./schema-values.ts";

/** One method at one address of the API's own description. */
export interface Operation {
  readonly key: string;
  readonly method: string;
  /** With `{names}` where parameters stand. */
  readonly path: string;
  readonly query: readonly { readonly name: string; readonly schema: Schema }[];
  /** By media type. */
  readonly bodies: Readonly<Record<string, Schema>>;
}

export interface ApiDescription {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

interface DescribedOperation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
}

/** Terraform's words for the lock, for which OpenAPI has none. */
const LOCK = "/state/v1/{workspaceId}/{site}/lock";

/** Every operation of the OpenAPI document. */
export function operationsOf(document: ApiDescription): readonly Operation[] {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
      key: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      query: parameters.filter((parameter) => parameter.in === "query").map(({ name, schema }) => ({ name, schema })),
      bodies: Object.fromEntries(
        Object.entries(requestBody?.content ?? {}).map(([type, { schema = {} }]) => [type, schema]),
      ),
    })),
  );
  const locks = ["LOCK", "UNLOCK"].map((method) => ({
    ...{ key: `${method} ${LOCK}`, method, path: LOCK, query: [], bodies: {} },
  }));
  return [...described, ...locks];
}
