import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Me } from "../../../src/contract/index.ts";
import { readMe } from "../../api/session.ts";
import { Dialog } from "../../components/dialog.tsx";
import { LoginForm } from "./login-form.tsx";

export interface SignInAgainProps {
  /** Who was signed in when the page was filled. */
  readonly person: Me;
  readonly onDone: () => void;
}

/** Over the page, which keeps what was typed. Another person gets a page of their own instead. */
export function SignInAgain({ person, onDone }: SignInAgainProps) {
  const { t } = useTranslation();
  const goOn = async () => {
    const now = await readMe();
    if (now?.id === person.id) onDone();
    else location.assign("/app/machines");
  };
  return (
    <Dialog title={t("session.expiredTitle")} opened>
      <Text>{t("session.expiredText")}</Text>
      <LoginForm email={person.email ?? ""} onDone={() => void goOn()} />
    </Dialog>
  );
}
