import { Alert, Stack, Text } from "@mantine/core";
import { CopyText } from "./copy-text.tsx";

export interface ShownOnceProps {
  readonly title: string;
  /** Says that it will not be shown again, and what to do with it. */
  readonly text: string;
  readonly secrets: readonly string[];
}

/** Something secret that the service tells once and keeps nowhere. */
export function ShownOnce({ title, text, secrets }: ShownOnceProps) {
  return (
    <Alert color="orange" variant="outline" role="status" title={title}>
      <Stack gap="xs">
        <Text size="sm">{text}</Text>
        {secrets.map((secret) => (
          <CopyText key={secret} text={secret} label={title} />
        ))}
      </Stack>
    </Alert>
  );
}
