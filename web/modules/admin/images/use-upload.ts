import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Image } from "../../../../src/contract/index.ts";
import { imagesKey, sendFile } from "../../../api/images.ts";

interface Upload {
  readonly image: Image;
  readonly file: File;
}

/** One upload at a time, and how far it is. */
export function useUpload() {
  const client = useQueryClient();
  const [percent, setPercent] = useState<number | null>(null);
  const upload = useMutation({
    mutationFn({ image, file }: Upload) {
      setPercent(Math.floor((image.receivedBytes / file.size) * 100));
      return sendFile(image, file, setPercent);
    },
    onSettled: () => client.invalidateQueries({ queryKey: imagesKey }),
  });
  return { start: (wanted: Upload) => upload.mutate(wanted), busy: upload.isPending, percent, error: upload.error };
}

export type ImageUpload = ReturnType<typeof useUpload>;
