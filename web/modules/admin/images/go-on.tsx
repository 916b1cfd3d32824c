import { Alert, FileInput, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Image } from "../../../../src/contract/index.ts";
import { Dialog } from "../../../components/dialog.tsx";

export interface GoOnProps {
  readonly image: Image;
  readonly onFile: (file: File) => void;
  readonly onClose: () => void;
}

/** Asks for the file of an upload that broke off; a browser forgets which one it was. */
export function GoOn({ image, onFile, onClose }: GoOnProps) {
  const { t } = useTranslation();
  const [isOther, setOther] = useState(false);
  const take = (file: File | null) => {
    if (file === null) return;
    if (file.size === image.sizeBytes) onFile(file);
    else setOther(true);
  };
  return (
    <Dialog title={t("images.goOn")} opened onClose={onClose}>
      <Stack>
        <Text>{t("images.goOnHint", { percent: image.percent })}</Text>
        <FileInput label={t("images.file")} onChange={take} />
        {isOther && (
          <Alert color="red" variant="outline" role="alert">
            {t("images.otherFile")}
          </Alert>
        )}
      </Stack>
    </Dialog>
  );
}
