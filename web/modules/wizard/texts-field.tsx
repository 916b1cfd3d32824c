import { Button, Group, Textarea } from "@mantine/core";
import { useController } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { elementOf, FieldFrame, useFieldState } from "./field-frame.tsx";

/** A list of texts that may have several lines each. */
export function TextsField({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const state = useFieldState(name);
  const { field } = useController({ name });
  const value = (field.value ?? []) as readonly string[];
  return (
    <FieldFrame state={state} group>
      {value.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an entry is nothing but its place and its text
        <Group key={index} wrap="nowrap" align="flex-start">
          <Textarea
            flex={1}
            autosize
            minRows={1}
            maxRows={10}
            spellCheck={false}
            id={elementOf(`${name}.${index}`)}
            aria-label={t("wizard.entry", { label: state.label, number: index + 1 })}
            value={text}
            onChange={(event) => field.onChange(value.with(index, event.currentTarget.value))}
          />
          <Button
            variant="default"
            aria-label={t("wizard.removeEntry", { label: state.label, number: index + 1 })}
            onClick={() => field.onChange(value.toSpliced(index, 1))}
          >
            {t("wizard.remove")}
          </Button>
        </Group>
      ))}
      <Group>
        <Button
          variant="default"
          aria-label={t("wizard.addTo", { label: state.label })}
          onClick={() => field.onChange([...value, ""])}
        >
          {t("wizard.add")}
        </Button>
      </Group>
    </FieldFrame>
  );
}
