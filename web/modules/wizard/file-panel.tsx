import { Button, Card, Code, CopyButton, Group, ScrollArea, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Profile } from "../../../src/contract/index.ts";
import { saveFile } from "../../components/save-file.ts";
import { PasteDialog, type PasteDialogProps } from "./paste-dialog.tsx";
import { writeFile } from "./requirement-file.ts";
import type { Values } from "./values.ts";

export interface FilePanelProps extends Pick<PasteDialogProps, "profiles" | "keptName" | "onTake"> {
  readonly values: Values;
  readonly profile: Profile;
}

/** The requirement file that the answers make: to copy, to keep, and to put another one in its place. */
export function FilePanel({ values, profile, ...paste }: FilePanelProps) {
  const { t } = useTranslation();
  const [pasting, setPasting] = useState(false);
  const text = writeFile(values, profile, t("wizard.file.secretNote"));
  return (
    <Card withBorder component="section" aria-labelledby="file-title">
      <Stack gap="sm">
        <Title order={2} size="h5" id="file-title">
          {t("wizard.file.title")}
        </Title>
        <Text size="sm">{t("wizard.file.text")}</Text>
        <ScrollArea.Autosize
          mah={320}
          viewportProps={{ tabIndex: 0, role: "region", "aria-label": `${values.name}.yaml` }}
        >
          <Code block data-testid="requirement-file">
            {text}
          </Code>
        </ScrollArea.Autosize>
        <Group gap="xs">
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <Button variant="default" size="xs" onClick={copy}>
                {t(copied ? "shell.copied" : "shell.copy")}
              </Button>
            )}
          </CopyButton>
          <Button variant="default" size="xs" onClick={() => saveFile(`${values.name}.yaml`, text, "application/yaml")}>
            {t("wizard.file.download")}
          </Button>
          <Button variant="default" size="xs" onClick={() => setPasting(true)}>
            {t("wizard.file.paste")}
          </Button>
        </Group>
      </Stack>
      {pasting && <PasteDialog {...paste} onClose={() => setPasting(false)} />}
    </Card>
  );
}
