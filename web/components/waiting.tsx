import { Center, Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Something is being loaded. */
export function Waiting() {
  const { t } = useTranslation();
  return (
    <Center mih={160} role="status" aria-label={t("shell.loading")}>
      <Loader type="dots" />
    </Center>
  );
}
