import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { ImportedCloud } from "../../../../../src/contract/index.ts";
import { cloudsKey, importCloud, previewImport } from "../../../../api/clouds.ts";
import { meKey, readMe } from "../../../../api/session.ts";
import { Page } from "../../../../components/page.tsx";
import { useConnectionTest } from "../use-connection-test.ts";
import { FoundClouds } from "./found-clouds.tsx";
import { ImportForm } from "./import-form.tsx";
import { ImportTextsForm } from "./import-texts-form.tsx";
import { type ImportTexts, NO_TEXTS } from "./place-files.ts";
import { RegisteredCloud } from "./registered-cloud.tsx";
import { firstChosen, inTheWay, textsOf, type Wishes, wantedOf } from "./wanted-of.ts";

interface Import {
  readonly cloud: ImportedCloud;
  readonly wishes: Wishes;
  readonly force: boolean;
}

/** A cloud from what another tool knows of it: the text, which of its clouds, and the connection test. */
export function ImportCloudPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const me = useQuery({ queryKey: meKey, queryFn: readMe, staleTime: 60_000 });
  const [texts, setTexts] = useState<ImportTexts>(NO_TEXTS);
  const [chosen, setChosen] = useState<string | null>(null);
  const test = useConnectionTest();
  // Nothing of them is kept once the page is left: they hold passwords.
  const read = useMutation({
    gcTime: 0,
    mutationFn: () => previewImport(textsOf(texts)),
    onSuccess: (preview) => setChosen(firstChosen(preview.chosen, preview.clouds)),
  });
  const register = useMutation({
    gcTime: 0,
    mutationFn: ({ cloud, wishes, force }: Import) => importCloud(wantedOf(texts, cloud, wishes), force),
    async onSuccess(cloud) {
      test.start(cloud.id, false);
      await client.invalidateQueries({ queryKey: cloudsKey });
    },
  });
  const choose = (profile: string | null) => {
    register.reset();
    setChosen(profile);
  };
  const clouds = read.data?.clouds ?? [];
  const cloud = clouds.find(({ profile }) => profile === chosen);
  return (
    <Page
      title={t("cloudImport.title")}
      actions={
        <Anchor component={Link} href="/app/clouds" size="sm">
          {t("clouds.toList")}
        </Anchor>
      }
    >
      <Text>{t("cloudImport.what")}</Text>
      {read.data === undefined ? (
        <ImportTextsForm
          texts={texts}
          busy={read.isPending}
          error={read.error}
          onChange={setTexts}
          onRead={() => read.mutate()}
        />
      ) : register.data !== undefined ? (
        <RegisteredCloud
          cloud={register.data}
          test={test}
          {...(clouds.length > 1 && { onAnother: () => choose(null) })}
        />
      ) : (
        <Stack maw={820}>
          <Group justify="space-between">
            <Text role="status">{t("cloudImport.found", { count: clouds.length })}</Text>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => {
                choose(null);
                read.reset();
              }}
            >
              {t("cloudImport.back")}
            </Button>
          </Group>
          <FoundClouds clouds={clouds} chosen={chosen} onChoose={choose} />
          {cloud !== undefined && inTheWay(cloud).length === 0 && (
            <ImportForm
              key={cloud.profile}
              cloud={cloud}
              siteAdmin={me.data?.siteAdmin === true}
              busy={register.isPending}
              error={register.error}
              onImport={(wishes, force) => register.mutate({ cloud, wishes, force })}
            />
          )}
        </Stack>
      )}
    </Page>
  );
}
