import { Button, Checkbox, FileInput, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ImageRequest, OperatingSystem } from "../../../../src/contract/index.ts";
import { addImage, imagesKey } from "../../../api/images.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { Section } from "../../../components/section.tsx";
import { tagsIn } from "./tags-in.ts";
import type { ImageUpload } from "./use-upload.ts";

const SYSTEMS = [
  ...["ubuntu-24.04", "ubuntu-22.04", "debian-13", "debian-12"],
  ...["rocky-9", "rocky-8", "almalinux-9", "almalinux-8"],
] as const;
const CONVERTS = ["no", "qcow2", "raw"] as const;
const EMPTY = { name: "", system: "", tags: "", source: "file", url: "", convert: "no", sha256: "", shared: false };

/** Adds an image: a file that is then uploaded, or an address that the service fetches. */
export function ImageForm({ upload }: { readonly upload: ImageUpload }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [typed, setTyped] = useState(EMPTY);
  const [file, setFile] = useState<File | null>(null);
  const set = (change: Partial<typeof EMPTY>) => setTyped((now) => ({ ...now, ...change }));
  const isFile = typed.source === "file";
  const add = useMutation({
    mutationFn: () => addImage(requestOf(typed, isFile ? file : null)),
    async onSuccess(image) {
      await client.invalidateQueries({ queryKey: imagesKey });
      if (isFile && file !== null) upload.start({ image, file });
      setTyped(EMPTY);
      setFile(null);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!add.isPending && !upload.busy) add.mutate();
  };
  return (
    <Section title={t("images.newTitle")}>
      <form onSubmit={submit} noValidate>
        <Stack maw={640}>
          <TextInput
            label={t("images.name")}
            description={t("images.nameHint")}
            required
            value={typed.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <Group align="flex-end">
            <NativeSelect
              label={t("images.system")}
              value={typed.system}
              onChange={(event) => set({ system: event.currentTarget.value })}
              data={[{ value: "", label: t("images.noSystem") }, ...SYSTEMS]}
            />
            <NativeSelect
              label={t("images.convert")}
              value={typed.convert}
              onChange={(event) => set({ convert: event.currentTarget.value })}
              data={CONVERTS.map((value) => ({ value, label: t(`images.converts.${value}`) }))}
            />
            <NativeSelect
              label={t("images.source")}
              value={typed.source}
              onChange={(event) => set({ source: event.currentTarget.value })}
              data={(["file", "url"] as const).map((value) => ({ value, label: t(`images.sources.${value}`) }))}
            />
          </Group>
          {isFile ? (
            <FileInput
              label={t("images.file")}
              description={t("images.fileHint")}
              required
              value={file}
              onChange={setFile}
            />
          ) : (
            <TextInput
              type="url"
              label={t("images.url")}
              description={t("images.urlHint")}
              required
              value={typed.url}
              onChange={(event) => set({ url: event.currentTarget.value })}
            />
          )}
          <TextInput
            label={t("images.sha256")}
            description={t("images.sha256Hint")}
            value={typed.sha256}
            onChange={(event) => set({ sha256: event.currentTarget.value })}
          />
          <TextInput
            label={t("images.tags")}
            description={t("images.tagsHint")}
            value={typed.tags}
            onChange={(event) => set({ tags: event.currentTarget.value })}
          />
          <Checkbox
            label={t("images.shareLabel")}
            checked={typed.shared}
            onChange={(event) => set({ shared: event.currentTarget.checked })}
          />
          <ProblemAlert error={add.error} />
          <Group>
            <Button type="submit" loading={add.isPending} disabled={upload.busy || (isFile && file === null)}>
              {t("images.add")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function requestOf(typed: typeof EMPTY, file: File | null): Partial<ImageRequest> {
  const [family, version] = typed.system.split("-");
  const sha256 = typed.sha256.trim();
  return {
    ...{ name: typed.name.trim(), tags: tagsIn(typed.tags), shared: typed.shared },
    ...(version !== undefined && { os: { family, version } as OperatingSystem }),
    ...(typed.convert !== "no" && { convertTo: typed.convert as "qcow2" | "raw" }),
    ...(sha256 !== "" && { sha256 }),
    ...(file === null ? { url: typed.url.trim() } : { sizeBytes: file.size }),
  };
}
