import { Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { logIn, sendCode } from "../../api/session.ts";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { typedIn } from "../../components/typed-in.ts";

export interface LoginFormProps {
  /** Filled in already, where it is known who comes. */
  readonly email?: string;
  readonly onDone: () => void;
}

/** E-mail and password, then a code where the account asks for one. */
export function LoginForm({ email = "", onDone }: LoginFormProps) {
  const { t } = useTranslation();
  const first = useMutation({
    mutationFn: logIn,
    onSuccess: ({ next }) => {
      if (next === "done") onDone();
    },
  });
  if (first.data?.next === "second-factor") return <CodeForm onDone={onDone} />;
  return (
    <form onSubmit={(event) => first.mutate(typedIn(event, "email", "password"))} noValidate>
      <Stack>
        <ProblemAlert error={first.error} />
        <TextInput
          label={t("session.email")}
          type="email"
          autoComplete="username"
          required
          data-autofocus
          name="email"
          defaultValue={email}
        />
        <PasswordInput label={t("session.password")} autoComplete="current-password" required name="password" />
        <Button type="submit" loading={first.isPending}>
          {t("session.signIn")}
        </Button>
      </Stack>
    </form>
  );
}

/** The second step of signing in, also after the password was asked for elsewhere. */
export function CodeForm({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const second = useMutation({ mutationFn: sendCode, onSuccess: onDone });
  return (
    <form onSubmit={(event) => second.mutate(typedIn(event, "code").code.trim())} noValidate>
      <Stack>
        <Text fw={600}>{t("session.codeTitle")}</Text>
        <ProblemAlert error={second.error} />
        <TextInput
          label={t("session.code")}
          description={t("session.codeHint")}
          autoComplete="one-time-code"
          required
          data-autofocus
          name="code"
        />
        <Button type="submit" loading={second.isPending}>
          {t("session.goOn")}
        </Button>
      </Stack>
    </form>
  );
}
