import type { Call } from "./command.ts";

/** True when the object carries every tag the list asks for; without `tags`, always. */
export function hasTags({ parameters, world }: Call, subjectId: string): boolean {
  return parameters
    .maps("tags")
    .every(({ key, value }) =>
      world.tables.tags.first(
        (tag) => tag.subjectId === subjectId && tag.key === key && (value === undefined || tag.value === value),
      ),
    );
}
