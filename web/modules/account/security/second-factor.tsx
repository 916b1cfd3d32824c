import { Anchor, Button, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Me, SecondFactorOffer } from "../../../../src/contract/index.ts";
import { confirmSecondFactor, offerSecondFactor, turnOffSecondFactor } from "../../../api/account.ts";
import { meKey } from "../../../api/session.ts";
import { CopyText } from "../../../components/copy-text.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { Section } from "../../../components/section.tsx";
import { ShownOnce } from "../../../components/shown-once.tsx";
import { typedIn } from "../../../components/typed-in.ts";
import { QrCode } from "./qr-code.tsx";

/** Codes of an authenticator app, asked for at every sign-in. */
export function SecondFactor({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[]>([]);
  return (
    <Section title={t("account.security.secondTitle")} text={t("account.security.secondText")}>
      {recoveryCodes.length > 0 && (
        <ShownOnce
          title={t("account.security.recoveryTitle")}
          text={t("account.security.recoveryText")}
          secrets={recoveryCodes}
        />
      )}
      {me.secondFactor ? (
        <TurnOff me={me} onOff={() => setRecoveryCodes([])} />
      ) : (
        <TurnOn me={me} onCodes={setRecoveryCodes} />
      )}
    </Section>
  );
}

function TurnOn({ me, onCodes }: { readonly me: Me; readonly onCodes: (codes: readonly string[]) => void }) {
  const { t } = useTranslation();
  const begin = useMutation({ mutationFn: offerSecondFactor });
  if (begin.data !== undefined) return <FirstCode offer={begin.data} onCodes={onCodes} />;
  return (
    <form
      onSubmit={(event) => {
        const { password } = typedIn(event, "password");
        begin.mutate(me.hasPassword ? password : undefined);
      }}
      noValidate
    >
      <Stack maw={360}>
        <ProblemAlert error={begin.error} />
        {me.hasPassword && (
          <PasswordInput label={t("session.password")} autoComplete="current-password" required name="password" />
        )}
        <Group>
          <Button type="submit" loading={begin.isPending}>
            {t("account.security.turnOn")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface FirstCodeProps {
  readonly offer: SecondFactorOffer;
  readonly onCodes: (codes: readonly string[]) => void;
}

function FirstCode({ offer, onCodes }: FirstCodeProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const confirm = useMutation({
    mutationFn: confirmSecondFactor,
    async onSuccess({ recoveryCodes }) {
      onCodes(recoveryCodes);
      await client.invalidateQueries({ queryKey: meKey });
    },
  });
  return (
    <form onSubmit={(event) => confirm.mutate(typedIn(event, "code").code.trim())} noValidate>
      <Stack maw={480}>
        <Text size="sm">{t("account.security.secretText")}</Text>
        <QrCode text={offer.uri} label={t("account.security.qrCode")} />
        <CopyText text={offer.secret} label={t("account.security.secret")} />
        <Text size="sm">
          <Anchor href={offer.uri}>{t("account.security.openApp")}</Anchor>
        </Text>
        <ProblemAlert error={confirm.error} />
        <TextInput
          label={t("session.code")}
          description={t("account.security.firstCode")}
          autoComplete="one-time-code"
          inputMode="numeric"
          required
          name="code"
          maw={240}
        />
        <Group>
          <Button type="submit" loading={confirm.isPending}>
            {t("account.security.confirm")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function TurnOff({ me, onOff }: { readonly me: Me; readonly onOff: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: ({ code, password }: { code: string; password: string }) =>
      turnOffSecondFactor(code.trim(), me.hasPassword ? password : undefined),
    async onSuccess() {
      onOff();
      await client.invalidateQueries({ queryKey: meKey });
    },
  });
  return (
    <form onSubmit={(event) => end.mutate(typedIn(event, "code", "password"))} noValidate>
      <Stack maw={360}>
        <Text role="status">{t("account.security.isOn", { count: me.recoveryCodesLeft })}</Text>
        <ProblemAlert error={end.error} />
        {me.hasPassword && (
          <PasswordInput label={t("session.password")} autoComplete="current-password" required name="password" />
        )}
        <TextInput
          label={t("session.code")}
          description={t("session.codeHint")}
          autoComplete="one-time-code"
          required
          name="code"
        />
        <Group>
          <Button type="submit" color="red" variant="outline" loading={end.isPending}>
            {t("account.security.turnOff")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
