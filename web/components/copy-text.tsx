import { Button, Code, CopyButton, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";

export interface CopyTextProps {
  readonly text: string;
  /** What is copied, for those who hear the button's name alone. */
  readonly label: string;
}

/** Text that one copies elsewhere, such as a command or an identifier. */
export function CopyText({ text, label }: CopyTextProps) {
  const { t } = useTranslation();
  return (
    <Group gap="xs" wrap="wrap">
      <Code className="long-text">{text}</Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="compact-xs" variant="default" onClick={copy} aria-label={`${t("shell.copy")}: ${label}`}>
            <span aria-live="polite">{t(copied ? "shell.copied" : "shell.copy")}</span>
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
