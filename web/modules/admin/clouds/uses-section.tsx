import { Anchor, Button, List, Stack, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { actsFor } from "../../../api/call.ts";
import { cloudsKey, readUses, removeCloud, usesKey } from "../../../api/clouds.ts";
import { meKey, readMe } from "../../../api/session.ts";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import type { CloudSectionProps } from "./cloud-page.tsx";

/** What hangs on a cloud, and its removal once nothing does. */
export function UsesSection({ cloud }: CloudSectionProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [, goTo] = useLocation();
  const [asked, setAsked] = useState(false);
  const me = useQuery({ queryKey: meKey, queryFn: readMe, staleTime: 60_000 });
  const uses = useQuery({ queryKey: usesKey(cloud.id), queryFn: () => readUses(cloud.id) });
  const remove = useMutation({
    mutationFn: () => removeCloud(cloud.id),
    async onSuccess() {
      notifications.show({ message: t("clouds.remove.done", { name: cloud.name }) });
      goTo("/app/clouds");
      await client.invalidateQueries({ queryKey: cloudsKey, exact: true });
    },
  });
  const account = actsFor() ?? me.data?.id;
  return (
    <QueryView query={uses}>
      {({ items, others }) => (
        <Stack align="flex-start">
          <Title order={2} size="h4">
            {t("clouds.uses.title")}
          </Title>
          {items.length === 0 && others === 0 && <Text>{t("clouds.uses.none")}</Text>}
          <List>
            {items.map(({ workspaceId, workspaceName, owner }) => (
              <List.Item key={workspaceId}>
                {owner.id === account ? (
                  <Anchor component={Link} href={`/app/machines/${workspaceId}`}>
                    {workspaceName}
                  </Anchor>
                ) : (
                  t("clouds.uses.ofOwner", { name: workspaceName, owner: owner.name })
                )}
              </List.Item>
            ))}
          </List>
          {others > 0 && <Text>{t("clouds.uses.others", { count: others })}</Text>}
          <Title order={2} size="h4">
            {t("clouds.remove.title")}
          </Title>
          <Text>{t(items.length + others > 0 ? "clouds.remove.notYet" : "clouds.remove.text")}</Text>
          <Button color="red" variant="outline" disabled={items.length + others > 0} onClick={() => setAsked(true)}>
            {t("clouds.remove.action")}
          </Button>
          <ConfirmDialog
            title={t("clouds.remove.title")}
            action={t("clouds.remove.action")}
            opened={asked}
            busy={remove.isPending}
            error={remove.error}
            typed={cloud.name}
            onConfirm={() => remove.mutate()}
            onClose={() => setAsked(false)}
          >
            {t("clouds.remove.ask", { name: cloud.name })}
          </ConfirmDialog>
        </Stack>
      )}
    </QueryView>
  );
}
