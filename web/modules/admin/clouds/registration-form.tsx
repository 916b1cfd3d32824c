import { Checkbox, NativeSelect, PasswordInput, Stack, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Issue } from "../../../../src/contract/index.ts";
import type { Messages } from "../../../i18n/en/index.ts";
import { type AskedField, WANTED } from "./registration-fields.ts";
import { useCloudWords } from "./use-cloud-words.ts";

type Path = keyof Messages["clouds"]["fields"];

/** What the contract does not tell of an input: how it looks. */
const LOOKS: Readonly<Record<string, "secret" | "long">> = {
  "credentials/password": "secret",
  "credentials/secret": "secret",
  "credentials/secretKey": "secret",
  caCertificate: "long",
};

export interface RegistrationFormProps {
  readonly fields: readonly AskedField[];
  readonly values: Readonly<Record<string, string | boolean>>;
  readonly onChange: (path: string, value: string | boolean) => void;
  /** What the service found wrong. */
  readonly issues: readonly Issue[];
}

/** The inputs of a registration, one for each field of the contract. */
export function RegistrationForm({ fields, values, onChange, issues }: RegistrationFormProps) {
  const { said } = useCloudWords();
  return (
    <Stack>
      {fields.map((asked) => (
        <RegistrationField
          key={asked.path}
          asked={asked}
          value={values[asked.path] ?? ""}
          onChange={(value) => onChange(asked.path, value)}
          error={issues
            .filter(({ pointer }) => pointer === `/${asked.path}`)
            .map(({ message, remedy }) => `${said(message)} ${said(remedy)}`)
            .join(" ")}
        />
      ))}
    </Stack>
  );
}

interface RegistrationFieldProps {
  readonly asked: AskedField;
  readonly value: string | boolean;
  readonly onChange: (value: string | boolean) => void;
  readonly error: string;
}

function RegistrationField({ asked: { path, field }, value, onChange, error }: RegistrationFieldProps) {
  const { t } = useTranslation();
  const { label, help } = t(`clouds.fields.${path as Path}`, { returnObjects: true });
  const choices: Readonly<Record<string, string>> = t("clouds.choices", { returnObjects: true });
  const common = {
    label,
    description: help,
    error: error === "" ? false : error,
    name: path,
    autoComplete: "off",
    withAsterisk: WANTED.has(path) || (!field.optional && field.preset === undefined),
  };
  const text = { ...common, value: String(value), onChange: onInput(onChange) };
  if (field.kind === "switch") {
    return (
      <Checkbox
        label={label}
        description={help}
        error={common.error}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  if (field.kind === "choice") {
    const options = field.choices.map((choice) => ({ value: choice, label: choices[choice] ?? choice }));
    return <NativeSelect {...text} data={options} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  if (LOOKS[path] === "secret") return <PasswordInput {...text} autoComplete="new-password" />;
  if (LOOKS[path] === "long") {
    return (
      <Textarea
        {...common}
        value={String(value)}
        onChange={(event) => onChange(event.currentTarget.value)}
        autosize
        minRows={2}
        maxRows={8}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        spellCheck={false}
      />
    );
  }
  return <TextInput {...text} />;
}

function onInput(onChange: (value: string) => void) {
  return (event: { readonly currentTarget: { readonly value: string } }) => onChange(event.currentTarget.value);
}
