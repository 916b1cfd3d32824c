import { Card, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { readProfiles } from "../../api/machines.ts";
import { QueryView } from "../../components/query-view.tsx";

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
            {all.slice(0, 3).map((profile) => (
              <Card key={profile.id} withBorder>
                <Stack gap="xs">
                  <Title order={3} size="h5">
                    {profile.title}
                  </Title>
                  <Text size="sm">{profile.summary}</Text>
                </Stack>
              </Card>
            ))}
          </SimpleGrid>
        )}
      </QueryView>
    </Stack>
  );
}
