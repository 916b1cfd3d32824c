import { Textarea } from "@mantine/core";
import { useState } from "react";
import { useController, useFormContext } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { FieldFrame, useFieldState } from "./field-frame.tsx";
import { sameValue } from "./same-value.ts";

/** A list of words, one a line. */
export function LinesField({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const state = useFieldState(name);
  const { field } = useController({ name });
  const { setValue } = useFormContext();
  const value = (field.value ?? []) as readonly string[];
  const [text, setText] = useState(value.join("\n"));
  // Another example or a pasted file replaces what is typed here; a line that is just being begun stays.
  if (!sameValue(linesOf(text), value)) setText(value.join("\n"));
  return (
    <FieldFrame state={state}>
      <Textarea
        ref={field.ref}
        onBlur={field.onBlur}
        id={state.id}
        error={state.error}
        autosize
        minRows={2}
        maxRows={10}
        placeholder={t("wizard.onePerLine")}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          const lines = linesOf(event.currentTarget.value);
          setText(event.currentTarget.value);
          field.onChange(lines);
          // Who brings a key needs no other one; who wants both ticks it again.
          if (name === "access.sshKeys" && value.length === 0 && lines.length > 0) {
            setValue("access.generateKeyPair", false, { shouldDirty: true });
          }
        }}
      />
    </FieldFrame>
  );
}

function linesOf(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
