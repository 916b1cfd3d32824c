import { Alert, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { User } from "../../../../src/contract/index.ts";
import {
  handOutReset,
  setSiteAdmin,
  suspendUser,
  takeOffSecondFactor,
  unsuspendUser,
  usersKey,
} from "../../../api/admin.ts";
import { meKey, readMe } from "../../../api/session.ts";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { CopyText } from "../../../components/copy-text.tsx";
import { Facts } from "../../../components/facts.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { UserSessions } from "./user-sessions.tsx";

type Act = "suspend" | "unsuspend" | "makeAdmin" | "removeAdmin" | "takeOffSecondFactor";
/** What takes something away asks for the person's short name. */
const TAKES_AWAY: ReadonlySet<Act> = new Set(["suspend", "takeOffSecondFactor"]);

const DO: Readonly<Record<Act, (id: string) => Promise<unknown>>> = {
  suspend: suspendUser,
  unsuspend: unsuspendUser,
  makeAdmin: (id) => setSiteAdmin(id, true),
  removeAdmin: (id) => setSiteAdmin(id, false),
  takeOffSecondFactor,
};

/** One person, and what an administrator does with them. */
export function UserDetails({ user }: { readonly user: User }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const me = useQuery({ queryKey: meKey, queryFn: readMe, staleTime: 60_000 });
  const [asked, setAsked] = useState<Act | null>(null);
  const act = useMutation({
    mutationFn: (which: Act) => DO[which](user.id),
    async onSuccess() {
      setAsked(null);
      await client.invalidateQueries({ queryKey: usersKey });
    },
  });
  const yesNo = (yes: boolean) => t(yes ? "admin.yes" : "admin.no");
  const ask = (which: Act) => () => {
    act.reset();
    setAsked(which);
  };
  const acts: readonly Act[] = [
    user.suspended ? "unsuspend" : "suspend",
    user.siteAdmin ? "removeAdmin" : "makeAdmin",
    ...(user.secondFactor ? (["takeOffSecondFactor"] as const) : []),
  ];
  return (
    <Stack maw={720}>
      <Title order={2} size="h3">
        {user.name}
      </Title>
      {me.data?.id === user.id && <Text size="sm">{t("admin.users.thatIsYou")}</Text>}
      <Facts
        facts={[
          { name: t("admin.users.heads.handle"), value: user.handle },
          { name: t("admin.users.heads.email"), value: user.email ?? "–" },
          { name: t("admin.users.isSuspended"), value: yesNo(user.suspended) },
          { name: t("admin.users.isAdmin"), value: yesNo(user.siteAdmin) },
          { name: t("admin.users.hasPassword"), value: yesNo(user.hasPassword) },
          { name: t("admin.users.hasSecondFactor"), value: yesNo(user.secondFactor) },
          { name: t("admin.users.heads.organisations"), value: user.organisations.join(", ") || "–" },
          { name: t("admin.since"), value: new Date(user.createdAt).toLocaleString(i18n.language) },
        ]}
      />
      <Group>
        {acts.map((which) => (
          <Button
            key={which}
            variant="outline"
            {...((TAKES_AWAY.has(which) || which === "removeAdmin") && { color: "red" })}
            onClick={ask(which)}
          >
            {t(`admin.users.acts.${which}`)}
          </Button>
        ))}
      </Group>
      <ResetLink user={user} />
      <UserSessions user={user} />
      <ConfirmDialog
        title={t(`admin.users.acts.${asked ?? "suspend"}`)}
        action={t(`admin.users.acts.${asked ?? "suspend"}`)}
        opened={asked !== null}
        busy={act.isPending}
        error={act.error}
        {...(asked !== null && TAKES_AWAY.has(asked) && { typed: user.handle })}
        onConfirm={() => {
          if (asked !== null) act.mutate(asked);
        }}
        onClose={() => setAsked(null)}
      >
        {t(`admin.users.asks.${asked ?? "suspend"}`, { name: user.name })}
      </ConfirmDialog>
    </Stack>
  );
}

function ResetLink({ user }: { readonly user: User }) {
  const { t, i18n } = useTranslation();
  const reset = useMutation({ mutationFn: () => handOutReset(user.id) });
  return (
    <Stack align="flex-start" gap="xs">
      <Button variant="default" loading={reset.isPending} onClick={() => reset.mutate()}>
        {t("admin.users.resetLink")}
      </Button>
      <ProblemAlert error={reset.error} />
      {reset.data !== undefined && (
        <Alert color="blue" variant="outline" role="status" title={t("admin.users.resetLinkTitle")}>
          <Stack gap="xs">
            <CopyText text={reset.data.url} label={t("admin.users.resetLinkTitle")} />
            <Text size="sm">
              {t("admin.users.resetLinkText", {
                name: user.name,
                until: new Date(reset.data.expiresAt).toLocaleString(i18n.language),
              })}
            </Text>
          </Stack>
        </Alert>
      )}
    </Stack>
  );
}
