import { Anchor, Button, Card, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Profile } from "../../../src/contract/index.ts";
import { readProfiles } from "../../api/machines.ts";
import { QueryView } from "../../components/query-view.tsx";
import { useProfileWords } from "../../components/use-profile-words.ts";

/** What most people come for. */
const EXAMPLES = ["small-web-server", "web-with-database", "python-data-work"];

/** What somebody sees who has nothing yet. */
export function NoMachines() {
  const { t } = useTranslation();
  const profiles = useQuery({ queryKey: ["profiles"], queryFn: readProfiles, staleTime: 300_000 });
  return (
    <Stack>
      <Title order={2} size="h4">
        {t("machines.emptyTitle")}
      </Title>
      <Text>{t("machines.emptyText")}</Text>
      <QueryView query={profiles}>
        {(all) => (
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            {all
              .filter(({ id }) => EXAMPLES.includes(id))
              .map((profile) => (
                <Example key={profile.id} profile={profile} />
              ))}
          </SimpleGrid>
        )}
      </QueryView>
      <Anchor component={Link} href="/app/new">
        {t("machines.ownChoice")}
      </Anchor>
    </Stack>
  );
}

function Example({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation();
  const { title, summary } = useProfileWords()(profile);
  return (
    <Card withBorder component="article" aria-label={title}>
      <Stack gap="xs" h="100%">
        <Title order={3} size="h5">
          {title}
        </Title>
        <Text size="sm" flex={1}>
          {summary}
        </Text>
        <Button
          component={Link}
          // An example shows what this is for: two machines that run, not one and a place for another.
          href={`/app/new?profile=${profile.id}&standby=running`}
          variant="default"
          aria-label={`${t("machines.useExample")}: ${title}`}
        >
          {t("machines.useExample")}
        </Button>
      </Stack>
    </Card>
  );
}
