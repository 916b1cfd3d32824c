import { Alert, Button, FileInput, Group, Paper, Stack, Text, Textarea } from "@mantine/core";
import { type DragEvent, type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemAlert } from "../../../../components/problem-alert.tsx";
import { useCloudWords } from "../use-cloud-words.ts";
import { type ImportTexts, placeFiles } from "./place-files.ts";

export interface ImportTextsFormProps {
  readonly texts: ImportTexts;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onChange: (texts: ImportTexts) => void;
  readonly onRead: () => void;
}

/** The texts that other tools keep their access in: pasted, chosen or dropped. */
export function ImportTextsForm({ texts, busy, error, onChange, onRead }: ImportTextsFormProps) {
  const { t } = useTranslation();
  const { said } = useCloudWords();
  const [tooLarge, setTooLarge] = useState<readonly string[]>([]);
  const take = async (files: readonly File[]) => {
    const placed = await placeFiles(texts, files);
    setTooLarge(placed.tooLarge);
    onChange(placed.texts);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    void take([...event.dataTransfer.files]);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy && texts.text.trim() !== "") onRead();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Paper maw={720} withBorder p="md" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <Stack>
          <FileInput
            label={t("cloudImport.files")}
            description={t("cloudImport.filesHelp")}
            placeholder={t("cloudImport.noFile")}
            multiple
            value={[]}
            onChange={(files) => void take(files)}
          />
          {tooLarge.length > 0 && (
            <Alert color="red" variant="outline" role="alert">
              {t("cloudImport.tooLarge", { names: tooLarge.join(", ") })}
            </Alert>
          )}
          <GivenText
            label={t("cloudImport.text")}
            help={t("cloudImport.textHelp")}
            text={texts.text}
            file={texts.file}
            rows={8}
            onChange={(text) => onChange({ ...texts, text, file: null })}
          />
          <GivenText
            label={t("cloudImport.secure")}
            help={t("cloudImport.secureHelp")}
            text={texts.secureText}
            file={texts.secureFile}
            rows={2}
            onChange={(secureText) => onChange({ ...texts, secureText, secureFile: null })}
          />
          <ProblemAlert error={error} say={said} />
          <Group>
            <Button type="submit" loading={busy} disabled={texts.text.trim() === ""}>
              {t("cloudImport.read")}
            </Button>
          </Group>
        </Stack>
      </Paper>
    </form>
  );
}

interface GivenTextProps {
  readonly label: string;
  readonly help: string;
  readonly text: string;
  readonly file: string | null;
  readonly rows: number;
  readonly onChange: (text: string) => void;
}

/** A text to paste, or the name of the file that it came from. */
function GivenText({ label, help, text, file, rows, onChange }: GivenTextProps) {
  const { t } = useTranslation();
  if (file !== null) {
    return (
      <Group gap="xs" role="group" aria-label={label}>
        <Text size="sm" role="status">
          {t("cloudImport.taken", { name: file })}
        </Text>
        <Button size="compact-xs" variant="default" onClick={() => onChange("")}>
          {t("cloudImport.putAway", { name: file })}
        </Button>
      </Group>
    );
  }
  return (
    <Textarea
      label={label}
      description={help}
      autosize
      minRows={rows}
      maxRows={18}
      spellCheck={false}
      autoComplete="off"
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
