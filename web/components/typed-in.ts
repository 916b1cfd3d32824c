import type { FormEvent } from "react";

/**
 * What was typed into a form's named fields. Enough for the few fields of signing in: the form library would make the
 * first page a tenth heavier.
 */
export function typedIn<K extends string>(
  event: FormEvent<HTMLFormElement>,
  ...names: readonly K[]
): Record<K, string> {
  event.preventDefault();
  const fields = new FormData(event.currentTarget);
  return Object.fromEntries(names.map((name) => [name, String(fields.get(name) ?? "")])) as Record<K, string>;
}
