import { Button, Card, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useFieldArray } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { fieldAt, presetOf } from "./contract-fields.ts";
import { FieldFrame, useFieldState } from "./field-frame.tsx";

export interface ListFieldProps {
  readonly name: string;
  /** Draws the field of that name. */
  readonly children: (name: string) => ReactNode;
}

/** A list of groups, such as disks or open ports. */
export function ListField({ name, children }: ListFieldProps) {
  const { t } = useTranslation();
  const state = useFieldState(name);
  const list = useFieldArray({ name });
  const { maxItems = Number.POSITIVE_INFINITY, fields } = fieldAt(name);
  const entry = fields.get("*");
  if (entry === undefined) return null;
  return (
    <FieldFrame state={state} group>
      {list.fields.map(({ id }, index) => (
        <Card
          key={id}
          withBorder
          padding="sm"
          role="group"
          aria-label={t("wizard.entry", { label: state.label, number: index + 1 })}
        >
          <Stack gap="xs">
            <Group justify="space-between">
              <Text size="sm" c="dimmed">
                {t("wizard.entry", { label: state.label, number: index + 1 })}
              </Text>
              <Button
                variant="default"
                size="compact-sm"
                aria-label={t("wizard.removeEntry", { label: state.label, number: index + 1 })}
                onClick={() => list.remove(index)}
              >
                {t("wizard.remove")}
              </Button>
            </Group>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
              {[...entry.fields.keys()].map((inner) => (
                <div key={inner}>{children(`${name}.${index}.${inner}`)}</div>
              ))}
            </SimpleGrid>
          </Stack>
        </Card>
      ))}
      <Group>
        <Button
          variant="default"
          disabled={list.fields.length >= maxItems}
          aria-label={t("wizard.addTo", { label: state.label })}
          onClick={() => list.append(presetOf(entry) as object)}
        >
          {t("wizard.add")}
        </Button>
      </Group>
    </FieldFrame>
  );
}
