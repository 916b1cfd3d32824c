import { Alert, List, Paper, Radio, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ImportedCloud } from "../../../../../src/contract/index.ts";
import { Facts } from "../../../../components/facts.tsx";
import { useCloudWords } from "../use-cloud-words.ts";
import { inTheWay } from "./wanted-of.ts";

export interface FoundCloudsProps {
  readonly clouds: readonly ImportedCloud[];
  readonly chosen: string | null;
  readonly onChoose: (profile: string) => void;
}

/** The clouds that a text tells of, to choose one from, with what each cannot be registered for. */
export function FoundClouds({ clouds, chosen, onChoose }: FoundCloudsProps) {
  const { t } = useTranslation();
  return (
    <Radio.Group label={t("cloudImport.which")} value={chosen} onChange={onChoose}>
      <Stack gap="sm" mt="xs">
        {clouds.map((cloud) => (
          <FoundCloud key={cloud.profile} cloud={cloud} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function FoundCloud({ cloud }: { readonly cloud: ImportedCloud }) {
  const { t } = useTranslation();
  const { said } = useCloudWords();
  const refused = inTheWay(cloud);
  const facts = [
    { name: t("clouds.heads.kind"), value: t(`clouds.choices.${cloud.kind}`) },
    { name: t("clouds.heads.endpoint"), value: cloud.endpoint ?? t("cloudImport.notSaid") },
    { name: t("clouds.heads.location"), value: cloud.location ?? t("cloudImport.notSaid") },
    { name: t("cloudImport.as"), value: said(cloud.access) },
  ];
  return (
    <Paper withBorder p="sm">
      <Stack gap="xs">
        <Radio value={cloud.profile} label={cloud.profile} fw={600} />
        <Facts facts={facts} />
        {cloud.notes.length > 0 && (
          <List size="sm" aria-label={t("cloudImport.notes")}>
            {cloud.notes.map((note) => (
              <List.Item key={note}>{said(note)}</List.Item>
            ))}
          </List>
        )}
        {refused.length > 0 && (
          <Alert color="orange" variant="outline" title={t("cloudImport.refused")}>
            <List size="sm">
              {refused.map((issue) => (
                <List.Item key={`${issue.pointer} ${issue.message}`}>
                  <Text size="sm">
                    {said(issue.message)} {said(issue.remedy)}
                  </Text>
                </List.Item>
              ))}
            </List>
          </Alert>
        )}
      </Stack>
    </Paper>
  );
}
