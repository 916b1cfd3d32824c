import {
  Checkbox,
  Group,
  NativeSelect,
  NumberInput,
  PasswordInput,
  Radio,
  Stack,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useController } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { HelpButton } from "../../components/help-button.tsx";
import { CloudField } from "./cloud-field.tsx";
import { fieldAt, pathOf } from "./contract-fields.ts";
import { EitherField } from "./either-field.tsx";
import { FieldFrame, useFieldState } from "./field-frame.tsx";
import { LinesField } from "./lines-field.tsx";
import { ListField } from "./list-field.tsx";
import { OptionalGroup } from "./optional-group.tsx";
import { PairsField } from "./pairs-field.tsx";
import { SystemVersionField } from "./system-version-field.tsx";
import { TextsField } from "./texts-field.tsx";
import { useWords } from "./use-words.ts";

/** Fields whose text has many lines, or whose input is of a kind that the contract does not tell. */
const LOOKS: Readonly<
  Record<string, "lines" | "texts" | "long" | "date" | "password" | "radio" | "cloud" | "version">
> = {
  "software/firstBootCommands": "texts",
  "software/cloudInit": "long",
  "software/files/*/content": "long",
  "software/os/version": "version",
  "access/password": "password",
  "placement/main": "cloud",
  "placement/standby/cloud": "cloud",
  "placement/standby/mode": "radio",
  "term/leaseEnd": "date",
};

/** The input of one field of the contract, whatever its kind. */
export function Field({ name }: { readonly name: string }) {
  const field = fieldAt(name);
  switch (LOOKS[pathOf(name)]) {
    case "texts":
      return <TextsField name={name} />;
    case "cloud":
      return <CloudField name={name} />;
    case "version":
      return <SystemVersionField name={name} />;
    case "radio":
      return <RadioField name={name} />;
    default:
  }
  switch (field.kind) {
    case "switch":
      return <SwitchField name={name} />;
    case "choice":
      return <ChoiceField name={name} />;
    case "number":
      return <NumberField name={name} />;
    case "pairs":
      return <PairsField name={name} />;
    case "either":
      return <EitherField name={name}>{(inner) => <Field name={inner} />}</EitherField>;
    case "group":
      return <OptionalGroup name={name}>{(inner) => <Field name={inner} />}</OptionalGroup>;
    case "list":
      if (field.fields.get("*")?.kind !== "group") return <LinesField name={name} />;
      return <ListField name={name}>{(inner) => <Field name={inner} />}</ListField>;
    case "text":
      return <TextField name={name} />;
  }
}

function TextField({ name }: { readonly name: string }) {
  const state = useFieldState(name);
  const { field } = useController({ name });
  const { examples, preset } = fieldAt(name);
  const value = field.value === null || field.value === undefined ? "" : String(field.value);
  const common = { ...field, value, id: state.id, error: state.error, autoComplete: "off" };
  const look = LOOKS[state.path];
  const placeholder = examples.join(", ") || (typeof preset === "string" ? preset : "");
  return (
    <FieldFrame state={state}>
      {look === "long" ? (
        <Textarea {...common} autosize minRows={3} maxRows={14} ff="monospace" spellCheck={false} />
      ) : look === "password" ? (
        <PasswordInput {...common} autoComplete="new-password" />
      ) : (
        <TextInput
          {...common}
          {...(look === "date" && { type: "date" })}
          {...(placeholder !== "" && { placeholder })}
        />
      )}
    </FieldFrame>
  );
}

function NumberField({ name }: { readonly name: string }) {
  const state = useFieldState(name);
  const { field } = useController({ name });
  const { min, max, step } = fieldAt(name);
  return (
    <FieldFrame state={state}>
      <NumberInput
        {...field}
        id={state.id}
        error={state.error}
        // What is out of bounds is said, not changed under one's hands.
        clampBehavior="none"
        {...(min !== undefined && { min })}
        {...(max !== undefined && { max })}
        {...(step !== undefined && { step })}
      />
    </FieldFrame>
  );
}

function SwitchField({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const state = useFieldState(name);
  const { help } = useWords();
  const { field } = useController({ name });
  const { value, ...rest } = field;
  return (
    <Group gap={4} wrap="nowrap" align="flex-start">
      <Checkbox {...rest} checked={value === true} id={state.id} label={state.label} error={state.error} />
      <HelpButton label={t("wizard.whatIsThis", { label: state.label })} text={help(state.path)} />
    </Group>
  );
}

function ChoiceField({ name }: { readonly name: string }) {
  const state = useFieldState(name);
  const { choice } = useWords();
  const { field } = useController({ name });
  const options = fieldAt(name).choices.map((value) => ({ value, label: choice(state.path, value) }));
  return (
    <FieldFrame state={state}>
      <NativeSelect {...field} value={String(field.value ?? "")} id={state.id} error={state.error} data={options} />
    </FieldFrame>
  );
}

function RadioField({ name }: { readonly name: string }) {
  const state = useFieldState(name);
  const { choice } = useWords();
  const { field } = useController({ name });
  return (
    <FieldFrame state={state} group>
      <Stack gap="xs" role="radiogroup" aria-labelledby={`${state.id}-label`}>
        {fieldAt(name).choices.map((value) => (
          <Radio
            key={value}
            name={name}
            value={value}
            checked={field.value === value}
            onChange={() => field.onChange(value)}
            label={choice(state.path, value)}
          />
        ))}
      </Stack>
    </FieldFrame>
  );
}
