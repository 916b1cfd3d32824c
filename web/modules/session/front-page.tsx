import { Card, Container, Group, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { Banners } from "../banners/banners.tsx";
import { Preferences } from "../shell/preferences.tsx";

export interface FrontPageProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** The frame of every page before signing in. */
export function FrontPage({ title, children }: FrontPageProps) {
  useEffect(() => {
    document.title = `${title} · TwinStack`;
  }, [title]);
  return (
    <Container size={460} py="xl" component="main">
      <Stack gap="lg">
        <Group justify="space-between">
          <Text fw={700} size="xl">
            TwinStack
          </Text>
          <Preferences />
        </Group>
        <Banners personId={null} />
        <Card withBorder padding="lg">
          <Stack>
            <Title order={1} size="h3">
              {title}
            </Title>
            {children}
          </Stack>
        </Card>
      </Stack>
    </Container>
  );
}
