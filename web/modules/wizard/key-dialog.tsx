import { Button, Checkbox, Code, Group, ScrollArea, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../components/dialog.tsx";
import { saveFile } from "../../components/save-file.ts";

export interface KeyDialogProps {
  readonly privateKey: string;
  readonly machine: string;
  readonly loginName: string;
  readonly onDone: () => void;
}

/** The private half of a new key pair, once. It goes away only when the person says that it is kept. */
export function KeyDialog({ privateKey, machine, loginName, onDone }: KeyDialogProps) {
  const { t } = useTranslation();
  const [kept, setKept] = useState(false);
  const file = `${machine}.key`;
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, []);
  return (
    <Dialog title={t("wizard.key.title")} opened size="lg">
      <Text>{t("wizard.key.text")}</Text>
      <Group>
        <Button data-autofocus onClick={() => saveFile(file, privateKey, "application/x-pem-file")}>
          {t("wizard.key.download")}
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {t("wizard.key.use", { file, login: loginName })}
      </Text>
      <details>
        <Text component="summary" size="sm">
          {t("wizard.key.show")}
        </Text>
        <ScrollArea.Autosize mah={200} viewportProps={{ tabIndex: 0, role: "region", "aria-label": file }}>
          <Code block>{privateKey}</Code>
        </ScrollArea.Autosize>
      </details>
      <Checkbox
        label={t("wizard.key.kept")}
        checked={kept}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <Group justify="flex-end">
        <Button disabled={!kept} onClick={onDone}>
          {t("wizard.key.goOn")}
        </Button>
      </Group>
    </Dialog>
  );
}
