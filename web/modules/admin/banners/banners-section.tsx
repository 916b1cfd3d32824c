import { Badge, Button, Group, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Banner } from "../../../../src/contract/index.ts";
import { bannersKey, readBanners, removeBanner } from "../../../api/banners.ts";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import { BannerForm } from "./banner-form.tsx";

/** Sentences for everybody: those that are shown, were, or will be, and a form for one. */
export function BannersSection() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [edited, setEdited] = useState<Banner | null>(null);
  const [asked, setAsked] = useState<Banner | null>(null);
  const banners = useQuery({ queryKey: bannersKey, queryFn: readBanners, refetchInterval: 30_000 });
  const remove = useMutation({
    mutationFn: (banner: Banner) => removeBanner(banner.id),
    async onSuccess() {
      setAsked(null);
      await client.invalidateQueries({ queryKey: ["banners"] });
    },
  });
  return (
    <Stack>
      <Text>{t("admin.banners.text")}</Text>
      <QueryView query={banners}>
        {(all) =>
          all.length === 0 ? (
            <Text>{t("admin.banners.none")}</Text>
          ) : (
            <BannerTable banners={all} onEdit={setEdited} onRemove={setAsked} />
          )
        }
      </QueryView>
      <BannerForm key={edited?.id ?? "new"} before={edited} onDone={() => setEdited(null)} />
      <ConfirmDialog
        title={t("admin.banners.remove")}
        action={t("admin.banners.remove")}
        opened={asked !== null}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => {
          if (asked !== null) remove.mutate(asked);
        }}
        onClose={() => setAsked(null)}
      >
        {t("admin.banners.removeAsk")}
      </ConfirmDialog>
    </Stack>
  );
}

interface BannerTableProps {
  readonly banners: readonly Banner[];
  readonly onEdit: (banner: Banner) => void;
  readonly onRemove: (banner: Banner) => void;
}

function BannerTable({ banners, onEdit, onRemove }: BannerTableProps) {
  const { t, i18n } = useTranslation();
  const when = (moment: string) => new Date(moment).toLocaleString(i18n.language);
  return (
    <ScrollTable label={t("admin.sections.banners")} minWidth={760}>
      <Table.Thead>
        <Table.Tr>
          {(["text", "level", "from", "until", "onSignIn", "action"] as const).map((head) => (
            <Table.Th key={head}>{t(`admin.banners.heads.${head}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {banners.map((banner) => (
          <Table.Tr key={banner.id}>
            <Table.Th scope="row">
              {i18n.language === "ko" ? banner.text.ko : banner.text.en}
              <Text size="xs" c="dimmed" lang={i18n.language === "ko" ? "en" : "ko"}>
                {i18n.language === "ko" ? banner.text.en : banner.text.ko}
              </Text>
            </Table.Th>
            <Table.Td>
              {t(`shell.bannerLevels.${banner.level}`)} <Now banner={banner} />
            </Table.Td>
            <Table.Td>{when(banner.from)}</Table.Td>
            <Table.Td>{banner.until === null ? t("admin.banners.open") : when(banner.until)}</Table.Td>
            <Table.Td>{t(banner.onSignIn ? "admin.yes" : "admin.no")}</Table.Td>
            <Table.Td>
              <Group gap="xs">
                <Button
                  size="xs"
                  variant="default"
                  aria-label={`${t("admin.banners.edit")}: ${banner.text.en}`}
                  onClick={() => onEdit(banner)}
                >
                  {t("admin.banners.edit")}
                </Button>
                <Button
                  size="xs"
                  color="red"
                  variant="outline"
                  aria-label={`${t("admin.banners.remove")}: ${banner.text.en}`}
                  onClick={() => onRemove(banner)}
                >
                  {t("admin.banners.remove")}
                </Button>
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

function Now({ banner: { from, until } }: { readonly banner: Banner }) {
  const { t } = useTranslation();
  const now = Date.now();
  const state = Date.parse(from) > now ? "later" : until !== null && Date.parse(until) <= now ? "over" : "now";
  return (
    <Badge color={state === "now" ? "teal.9" : "gray.7"} variant="filled" tt="none">
      {t(`admin.banners.states.${state}`)}
    </Badge>
  );
}
