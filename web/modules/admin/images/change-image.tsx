import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Image } from "../../../../src/contract/index.ts";
import { changeImage, imagesKey } from "../../../api/images.ts";
import { Dialog } from "../../../components/dialog.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { tagsIn } from "./tags-in.ts";

export interface ChangeImageProps {
  readonly image: Image;
  readonly onClose: () => void;
}

/** Another name and other tags, on every cloud. */
export function ChangeImage({ image, onClose }: ChangeImageProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, setName] = useState(image.name);
  const [tags, setTags] = useState(image.tags.join(", "));
  const save = useMutation({
    mutationFn: () => changeImage(image.id, { name: name.trim(), tags: tagsIn(tags) }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: imagesKey });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  return (
    <Dialog title={t("images.changeTitle", { name: image.name })} opened onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={t("images.name")}
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t("images.tags")}
            description={t("images.tagsHint")}
            value={tags}
            onChange={(event) => setTags(event.currentTarget.value)}
          />
          <ProblemAlert error={save.error} />
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t("images.save")}
            </Button>
            <Button variant="default" onClick={onClose}>
              {t("shell.cancel")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
