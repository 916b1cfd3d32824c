import { Alert, Anchor, Checkbox, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

export interface PasswordQuestionProps {
  readonly gone: boolean;
  readonly onChange: (gone: boolean) => void;
  /** Goes to the password's field. */
  readonly onType: () => void;
}

/** A password cannot be read back. It stays unless another one is written or it is taken away, which is said here. */
export function PasswordQuestion({ gone, onChange, onType }: PasswordQuestionProps) {
  const { t } = useTranslation();
  return (
    <Alert color="orange" variant="outline" title={t("wizard.change.passwordTitle")}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t("wizard.change.passwordText")}</Text>
        <Anchor component="button" type="button" size="sm" onClick={onType}>
          {t("fields.access/password.label")}
        </Anchor>
        <Checkbox
          label={t("wizard.change.passwordGone")}
          checked={gone}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      </Stack>
    </Alert>
  );
}
