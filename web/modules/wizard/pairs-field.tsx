import { Button, Group, TextInput } from "@mantine/core";
import { useState } from "react";
import { useController } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { FieldFrame, useFieldState } from "./field-frame.tsx";
import { sameValue } from "./same-value.ts";

type Rows = readonly (readonly [string, string])[];

/** Named values. */
export function PairsField({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const state = useFieldState(name);
  const { field } = useController({ name });
  const value = (field.value ?? {}) as Readonly<Record<string, string>>;
  const [rows, setRows] = useState<Rows>(Object.entries(value));
  // Another example or a pasted file replaces what is typed here; a row without a name yet stays.
  if (!sameValue(pairsOf(rows), value)) setRows(Object.entries(value));
  const change = (next: Rows) => {
    setRows(next);
    field.onChange(pairsOf(next));
  };
  return (
    <FieldFrame state={state} group>
      {rows.map(([key, text], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row's name changes while it is typed
        <Group key={index} wrap="nowrap">
          <TextInput
            flex={1}
            aria-label={`${t("wizard.entry", { label: state.label, number: index + 1 })}: ${t("wizard.labelName")}`}
            placeholder={t("wizard.labelName")}
            value={key}
            onChange={(event) => change(rows.with(index, [event.currentTarget.value, text]))}
          />
          <TextInput
            flex={1}
            aria-label={`${t("wizard.entry", { label: state.label, number: index + 1 })}: ${t("wizard.labelValue")}`}
            placeholder={t("wizard.labelValue")}
            value={text}
            onChange={(event) => change(rows.with(index, [key, event.currentTarget.value]))}
          />
          <Button
            variant="default"
            aria-label={t("wizard.removeEntry", { label: state.label, number: index + 1 })}
            onClick={() => change(rows.toSpliced(index, 1))}
          >
            {t("wizard.remove")}
          </Button>
        </Group>
      ))}
      <Group>
        <Button
          variant="default"
          aria-label={t("wizard.addTo", { label: state.label })}
          onClick={() => setRows([...rows, ["", ""]])}
        >
          {t("wizard.add")}
        </Button>
      </Group>
    </FieldFrame>
  );
}

function pairsOf(rows: Rows): Readonly<Record<string, string>> {
  return Object.fromEntries(rows.filter(([key]) => key !== ""));
}
