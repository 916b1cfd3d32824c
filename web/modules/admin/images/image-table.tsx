import { Badge, Button, Group, Stack, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Image, ImageProblem } from "../../../../src/contract/index.ts";
import { ScrollTable } from "../../../components/scroll-table.tsx";

export type ImageAct = "publish" | "hide" | "share" | "change" | "goOn" | "remove";

export interface ImageTableProps {
  readonly images: readonly Image[];
  readonly busy: boolean;
  readonly onAct: (act: ImageAct, image: Image) => void;
}

const MIB = 1024 ** 2;
const MOVING = new Set(["receiving", "fetching", "checking", "sending"]);

/** What there is, how far it is on each cloud, and what may be done with it. */
export function ImageTable({ images, busy, onAct }: ImageTableProps) {
  const { t } = useTranslation();
  return (
    <ScrollTable label={t("admin.sections.images")} minWidth={900}>
      <Table.Thead>
        <Table.Tr>
          {(["name", "state", "disk", "clouds", "action"] as const).map((head) => (
            <Table.Th key={head}>{t(`images.heads.${head}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {images.map((image) => (
          <Table.Tr key={image.id}>
            <Table.Th scope="row">
              <Name image={image} />
            </Table.Th>
            <Table.Td>
              <State text={t(`images.states.${image.status}`)} status={image.status} percent={image.percent} />
              <Problem problem={image.problem} />
            </Table.Td>
            <Table.Td>
              <Disk image={image} />
            </Table.Td>
            <Table.Td>
              <Stack gap={4}>
                {image.copies.map((copy) => (
                  <div key={copy.cloudId}>
                    {copy.cloudName}:{" "}
                    <State text={t(`images.copyStates.${copy.status}`)} status={copy.status} percent={copy.percent} />
                    <Problem problem={copy.problem} />
                  </div>
                ))}
              </Stack>
            </Table.Td>
            <Table.Td>
              <Acts image={image} busy={busy} onAct={onAct} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

function Name({ image: { name, os, tags, hidden, shared, source } }: { readonly image: Image }) {
  const { t } = useTranslation();
  return (
    <>
      {name}
      <Text size="xs">{[os === null ? "" : `${os.family} ${os.version}`, ...tags].filter(Boolean).join(" · ")}</Text>
      {source !== null && (
        <Text size="xs" style={{ overflowWrap: "anywhere" }}>
          {t("images.from", { source })}
        </Text>
      )}
      {hidden && <Mark text={t("images.hidden")} />} {shared && <Mark text={t("images.shared")} />}
    </>
  );
}

function Mark({ text }: { readonly text: string }) {
  return (
    <Badge color="gray.7" variant="filled" tt="none">
      {text}
    </Badge>
  );
}

function State({
  text,
  status,
  percent,
}: {
  readonly text: string;
  readonly status: string;
  readonly percent: number;
}) {
  const { t } = useTranslation();
  return <span>{MOVING.has(status) ? t("images.percent", { state: text, percent }) : text}</span>;
}

/** In the service's own words: they name what the cloud said. */
function Problem({ problem }: { readonly problem: ImageProblem | null }) {
  const { t } = useTranslation();
  if (problem === null) return null;
  return (
    <Text size="xs" lang="en">
      {problem.detail} {t("images.whatToDo", { remedy: problem.remedy })}
    </Text>
  );
}

function Disk({ image: { content, sizeBytes } }: { readonly image: Image }) {
  const { t } = useTranslation();
  const mib = (bytes: number) => Math.ceil(bytes / MIB);
  if (content === null) return sizeBytes === null ? null : <>{mib(sizeBytes)} MiB</>;
  return (
    <>
      {t("images.disk", { format: content.format, file: mib(content.sizeBytes), disk: mib(content.virtualBytes) })}
      <Text size="xs" ff="monospace" title={content.sha256}>
        SHA-256 {content.sha256.slice(0, 12)}…
      </Text>
    </>
  );
}

function Acts({ image, busy, onAct }: Omit<ImageTableProps, "images"> & { readonly image: Image }) {
  const { t } = useTranslation();
  const isReady = image.status === "ready";
  const acts: readonly (readonly [act: ImageAct, text: string, shown: boolean])[] = [
    ["goOn", t("images.goOn"), image.status === "receiving" && !busy],
    ["publish", t("images.publish"), isReady],
    ["hide", t(image.hidden ? "images.show" : "images.hide"), isReady],
    ["share", t(image.shared ? "images.unshare" : "images.share"), isReady],
    ["change", t("images.change"), isReady],
  ];
  return (
    <Group gap="xs">
      {acts
        .filter(([, , shown]) => shown)
        .map(([act, text]) => (
          <Button
            key={act}
            size="xs"
            variant="default"
            aria-label={`${text}: ${image.name}`}
            onClick={() => onAct(act, image)}
          >
            {text}
          </Button>
        ))}
      <Button
        size="xs"
        color="red"
        variant="outline"
        disabled={image.status === "removing"}
        aria-label={`${t("images.remove")}: ${image.name}`}
        onClick={() => onAct("remove", image)}
      >
        {t("images.remove")}
      </Button>
    </Group>
  );
}
