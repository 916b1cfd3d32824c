import { Group, Stack, Text } from "@mantine/core";
import { createContext, type ReactNode, useContext } from "react";
import { useTranslation } from "react-i18next";
import { HelpButton } from "../../components/help-button.tsx";
import { fieldAt, pathOf } from "./contract-fields.ts";
import { issuesAt, type ShownIssue } from "./issues.ts";
import { useWords } from "./use-words.ts";

/** What is wrong now, for the fields to show their part of. */
export const Issues = createContext<readonly ShownIssue[]>([]);

export interface FieldState {
  /** The field's element, for labels and for jumping there. */
  readonly id: string;
  readonly path: string;
  readonly label: string;
  /** In words; false for nothing, as the library wants it. */
  readonly error: string | false;
}

/** What every field needs to know of itself. */
export function useFieldState(name: string): FieldState {
  const issues = useContext(Issues);
  const { label } = useWords();
  const path = pathOf(name);
  const { kind, fields } = fieldAt(name);
  const entries = fields.get("*");
  const below = kind === "pairs" || (kind === "list" && entries?.kind !== "group");
  const own = issuesAt(issues, name, below);
  return {
    id: elementOf(name),
    path,
    label: label(path),
    error: own.length === 0 ? false : own.map(({ text }) => text).join(" "),
  };
}

export function elementOf(name: string): string {
  return `field-${name}`;
}

export interface FieldFrameProps {
  readonly state: FieldState;
  readonly children: ReactNode;
  /** A group of inputs has a heading; a single input has a label. */
  readonly group?: boolean;
}

/** A field's label with its “what is this?”, above its input. */
export function FieldFrame({ state, children, group = false }: FieldFrameProps) {
  const { t } = useTranslation();
  const { help } = useWords();
  const heading = `${state.id}-label`;
  return (
    <Stack gap={4} {...(group && { role: "group", "aria-labelledby": heading, id: state.id, tabIndex: -1 })}>
      <Group gap={4} wrap="nowrap">
        <Text fw={500} size="sm" id={heading} {...(!group && { component: "label", htmlFor: state.id })}>
          {state.label}
        </Text>
        <HelpButton label={t("wizard.whatIsThis", { label: state.label })} text={help(state.path)} />
      </Group>
      {children}
      {group && state.error !== false && (
        <Text size="sm" c="var(--mantine-color-error)">
          {state.error}
        </Text>
      )}
    </Stack>
  );
}
