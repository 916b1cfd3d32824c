import { Alert, Card, List, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ChangePreview as Preview } from "../../../src/contract/index.ts";
import { type SayObject, sayChange, sayPause } from "./say-change.ts";

export interface ChangePreviewProps {
  readonly preview: Preview;
  /** Where plans are shown, and with them what they do beside. */
  readonly sayObject?: SayObject;
}

/** What a change means in words: what happens to what, to data, and for how long it is away. */
export function ChangePreview({ preview, sayObject }: ChangePreviewProps) {
  const { t } = useTranslation();
  const waiting = preview.sites.filter(({ problem }) => problem !== null);
  if (preview.changes.length === 0 && waiting.length === 0) return null;
  return (
    <Card withBorder component="section" aria-labelledby="meaning-title">
      <Stack gap="sm">
        <Title order={2} size="h5" id="meaning-title">
          {t("changes.title")}
        </Title>
        {preview.changes.length > 0 && <Meaning preview={preview} {...(sayObject && { sayObject })} />}
        {waiting.map(({ site, cloudName }) => (
          <Text key={site} size="sm">
            {t("changes.noPlan", { cloud: cloudName })}
          </Text>
        ))}
        {preview.superseded && <Text size="sm">{t("changes.superseded")}</Text>}
        {preview.basis === "estimate" && preview.changes.length > 0 && (
          <Text size="xs" c="dimmed">
            {t("changes.estimate")}
          </Text>
        )}
      </Stack>
    </Card>
  );
}

function Meaning({ preview, sayObject }: ChangePreviewProps) {
  const { t } = useTranslation();
  const { changes, data, pause, typedName, ways } = preview;
  return (
    <>
      <List size="sm" spacing={4}>
        {changes.map((change) => (
          <List.Item key={`${change.pointer} ${change.text}`}>{sayChange(change, preview, t, sayObject)}</List.Item>
        ))}
      </List>
      <Text size="sm">
        <strong>{t("changes.outcome")}</strong>: {t(`changes.data.${data}`)}
        <br />
        <strong>{t("changes.interruption")}</strong>: {sayPause(pause, t)}
      </Text>
      {typedName && (
        <Alert color="red" variant="outline">
          {t("changes.typedName")}
        </Alert>
      )}
      {ways.length > 0 && (
        <div>
          <Text size="sm" fw={600}>
            {t("changes.waysTitle")}
          </Text>
          <List size="sm" spacing={4}>
            {ways.map(({ code, values, text }) => (
              <List.Item key={text}>{t(`changes.ways.${code}`, values)}</List.Item>
            ))}
          </List>
        </div>
      )}
    </>
  );
}
