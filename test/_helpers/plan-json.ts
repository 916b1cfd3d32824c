/** One entry of `resource_changes` as `terraform show -json` writes it. */
export interface PlanEntry {
  readonly type: string;
  readonly name?: string;
  readonly actions: readonly string[];
  readonly before?: Readonly<Record<string, unknown>> | null;
  readonly after?: Readonly<Record<string, unknown>> | null;
  readonly afterUnknown?: Readonly<Record<string, unknown>>;
  readonly beforeSensitive?: unknown;
  readonly afterSensitive?: unknown;
  readonly replacePaths?: readonly (readonly (string | number)[])[];
  readonly actionReason?: string;
  readonly previousAddress?: string;
  readonly importing?: { readonly id: string };
}

/** Plan JSON of format 1.2 with the given changes. */
export function planJson(entries: readonly PlanEntry[], extra: Readonly<Record<string, unknown>> = {}): unknown {
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: entries.map((entry) => ({
      address: `${entry.type}.${entry.name ?? "thing"}`,
      mode: "managed",
      type: entry.type,
      name: entry.name ?? "thing",
      ...(entry.previousAddress !== undefined && { previous_address: entry.previousAddress }),
      ...(entry.actionReason !== undefined && { action_reason: entry.actionReason }),
      change: {
        actions: entry.actions,
        before: entry.before ?? null,
        after: entry.after ?? null,
        after_unknown: entry.afterUnknown ?? {},
        before_sensitive: entry.beforeSensitive ?? false,
        after_sensitive: entry.afterSensitive ?? {},
        ...(entry.replacePaths !== undefined && { replace_paths: entry.replacePaths }),
        ...(entry.importing !== undefined && { importing: entry.importing }),
      },
    })),
    ...extra,
  };
}
