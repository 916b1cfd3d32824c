import { Card, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

export interface SectionProps {
  readonly title: string;
  readonly text?: string;
  readonly children: ReactNode;
}

/** A part of a page with a heading of its own and, where it needs one, a sentence that says what it is for. */
export function Section({ title, text, children }: SectionProps) {
  return (
    // A group, for a section with a name would be a landmark beside the table in it.
    <Card withBorder role="group" aria-label={title}>
      <Stack>
        <div>
          <Title order={2} size="h4">
            {title}
          </Title>
          {text !== undefined && <Text size="sm">{text}</Text>}
        </div>
        {children}
      </Stack>
    </Card>
  );
}
