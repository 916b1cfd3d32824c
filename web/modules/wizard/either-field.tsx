import { NativeSelect, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useController } from "react-hook-form";
import { fieldAt, presetOf } from "./contract-fields.ts";
import { FieldFrame, useFieldState } from "./field-frame.tsx";
import { useWords } from "./use-words.ts";

/** Which of its fields a kind has. */
const FIELDS_OF: Readonly<Record<string, string>> = { own: "cidr", existing: "networks" };

export interface EitherFieldProps {
  readonly name: string;
  /** Draws the field of that name. */
  readonly children: (name: string) => ReactNode;
}

/** One of several kinds, each with fields of its own: the private network. */
export function EitherField({ name, children }: EitherFieldProps) {
  const state = useFieldState(name);
  const { choice } = useWords();
  const { field } = useController({ name });
  const { choices, fields } = fieldAt(name);
  const { kind } = field.value as { readonly kind: string };
  const inner = FIELDS_OF[kind];
  const choose = (wanted: string) => {
    const own = FIELDS_OF[wanted];
    const shape = own === undefined ? undefined : fields.get(own);
    field.onChange({ kind: wanted, ...(own !== undefined && shape !== undefined && { [own]: presetOf(shape) }) });
  };
  return (
    <Stack gap="sm">
      <FieldFrame state={state}>
        <NativeSelect
          id={state.id}
          error={state.error}
          value={kind}
          onChange={(event) => choose(event.currentTarget.value)}
          data={choices.map((value) => ({ value, label: choice(state.path, value) }))}
        />
      </FieldFrame>
      {inner !== undefined && children(`${name}.${inner}`)}
    </Stack>
  );
}
