import { Checkbox, Group, SimpleGrid, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useController } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { HelpButton } from "../../components/help-button.tsx";
import { fieldAt, presetOf } from "./contract-fields.ts";
import { useFieldState } from "./field-frame.tsx";
import { useWords } from "./use-words.ts";

export interface OptionalGroupProps {
  readonly name: string;
  /** Draws the field of that name. */
  readonly children: (name: string) => ReactNode;
}

/** Fields that are there together or not at all: the probe. */
export function OptionalGroup({ name, children }: OptionalGroupProps) {
  const { t } = useTranslation();
  const state = useFieldState(name);
  const { help } = useWords();
  const { field } = useController({ name });
  const shape = fieldAt(name);
  const there = field.value !== null;
  return (
    <Stack gap="sm">
      <Group gap={4} wrap="nowrap">
        <Checkbox
          id={state.id}
          checked={there}
          label={state.label}
          error={state.error}
          onChange={(event) => field.onChange(event.currentTarget.checked ? presetOf(shape) : null)}
        />
        <HelpButton label={t("wizard.whatIsThis", { label: state.label })} text={help(state.path)} />
      </Group>
      {there && (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          {[...shape.fields.keys()].map((inner) => (
            <div key={inner}>{children(`${name}.${inner}`)}</div>
          ))}
        </SimpleGrid>
      )}
    </Stack>
  );
}
