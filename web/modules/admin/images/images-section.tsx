import { Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Image } from "../../../../src/contract/index.ts";
import { changeImage, imagesKey, publishImage, readImages, removeImage } from "../../../api/images.ts";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { ChangeImage } from "./change-image.tsx";
import { GoOn } from "./go-on.tsx";
import { ImageForm } from "./image-form.tsx";
import { type ImageAct, ImageTable } from "./image-table.tsx";
import { useUpload } from "./use-upload.ts";

const WHILE_MOVING_MS = 1_500;
const AT_REST_MS = 15_000;

interface Asked {
  readonly act: ImageAct;
  readonly image: Image;
}

/** The site's images on all clouds, and a form for a new one. */
export function ImagesSection() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const upload = useUpload();
  const [asked, setAsked] = useState<Asked | null>(null);
  const images = useQuery({
    queryKey: imagesKey,
    queryFn: readImages,
    refetchInterval: ({ state }) => (state.data?.some(moves) ? WHILE_MOVING_MS : AT_REST_MS),
  });
  const act = useMutation({
    mutationFn: perform,
    async onSuccess() {
      setAsked(null);
      await client.invalidateQueries({ queryKey: imagesKey });
    },
  });
  const begin = (what: ImageAct, image: Image) => {
    if (what === "publish" || what === "hide" || what === "share") act.mutate({ act: what, image });
    else setAsked({ act: what, image });
  };
  const close = () => {
    act.reset();
    setAsked(null);
  };
  return (
    <Stack>
      <Text>{t("images.text")}</Text>
      <QueryView query={images}>
        {(all) =>
          all.length === 0 ? (
            <Text>{t("images.none")}</Text>
          ) : (
            <ImageTable images={all} busy={upload.busy} onAct={begin} />
          )
        }
      </QueryView>
      {asked === null && <ProblemAlert error={act.error} />}
      <ProblemAlert error={upload.error} />
      <Text role="status">
        {upload.percent !== null && !upload.error
          ? t(upload.busy ? "images.sent" : "images.done", { percent: upload.percent })
          : ""}
      </Text>
      <ImageForm upload={upload} />
      {asked?.act === "change" && <ChangeImage image={asked.image} onClose={close} />}
      {asked?.act === "goOn" && (
        <GoOn
          image={asked.image}
          onFile={(file) => {
            close();
            upload.start({ image: asked.image, file });
          }}
          onClose={close}
        />
      )}
      <ConfirmDialog
        title={t("images.removeTitle")}
        action={t("images.remove")}
        opened={asked?.act === "remove"}
        busy={act.isPending}
        error={act.error}
        onConfirm={() => {
          if (asked !== null) act.mutate(asked);
        }}
        onClose={close}
      >
        {t("images.removeAsk")}
      </ConfirmDialog>
    </Stack>
  );
}

function perform({ act, image }: Asked): Promise<Image> {
  if (act === "publish") return publishImage(image.id);
  if (act === "hide") return changeImage(image.id, { hidden: !image.hidden });
  if (act === "share") return changeImage(image.id, { shared: !image.shared });
  return removeImage(image.id);
}

/** Whether something about it changes by itself. */
function moves({ status, copies }: Image): boolean {
  if (status === "fetching" || status === "checking" || status === "removing") return true;
  return status === "ready" && copies.some((copy) => ["queued", "sending", "removing"].includes(copy.status));
}
