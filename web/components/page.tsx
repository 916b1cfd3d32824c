import { Group, Stack, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";

export interface PageProps {
  readonly title: string;
  /** Beside the title, such as the page's main button. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page: its title in the document and as the one heading of first rank. */
export function Page({ title, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · TwinStack`;
  }, [title]);
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="center">
        <Title order={1} size="h2">
          {title}
        </Title>
        {actions}
      </Group>
      {children}
    </Stack>
  );
}
