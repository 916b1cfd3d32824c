import { Alert, Button, Group, List, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Profile } from "../../../src/contract/index.ts";
import { Dialog } from "../../components/dialog.tsx";
import { type FileIssue, readFile } from "./requirement-file.ts";
import { useWords } from "./use-words.ts";
import { fillFrom, type Values } from "./values.ts";

export interface PasteDialogProps {
  readonly profiles: readonly Profile[];
  /** The name of the machine that is changed, which a file cannot rename; null for a new one. */
  readonly keptName: string | null;
  readonly onTake: (values: Values) => void;
  readonly onClose: () => void;
}

/** Takes a requirement file over, or says at which line it is wrong. */
export function PasteDialog({ profiles, keptName, onTake, onClose }: PasteDialogProps) {
  const { t } = useTranslation();
  const { issueText, placeOf } = useWords();
  const [text, setText] = useState("");
  const [faults, setFaults] = useState<readonly string[]>([]);

  const told = ({ line, text: said, issue }: FileIssue) => {
    const place = issue === null ? "" : placeOf(issue.pointer) || issue.pointer.slice(1).replaceAll("/", ".");
    const words = said ?? (issue === null ? "" : issueText(issue));
    return [line === null ? "" : t("wizard.file.line", { line }), place, words]
      .filter((part) => part !== "")
      .join(": ");
  };

  const take = () => {
    const read = readFile(text);
    if (!read.ok) return setFaults(read.issues.map(told));
    const wanted = read.request.profile ?? "blank";
    const profile = profiles.find(({ id }) => id === wanted);
    if (profile === undefined) return setFaults([t("wizard.file.unknownProfile", { name: wanted })]);
    onTake(fillFrom(profile, { ...read.request, ...(keptName !== null && { name: keptName }) }));
    onClose();
  };

  return (
    <Dialog title={t("wizard.file.pasteTitle")} opened onClose={onClose} size="lg">
      <Text size="sm">{t("wizard.file.pasteText")}</Text>
      {keptName !== null && <Text size="sm">{t("wizard.file.otherName", { name: keptName })}</Text>}
      <Textarea
        label={t("wizard.file.pasteLabel")}
        autosize
        minRows={8}
        maxRows={18}
        ff="monospace"
        spellCheck={false}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {faults.length > 0 && (
        <Alert color="red" variant="outline" role="alert" title={t("wizard.faults", { count: faults.length })}>
          <List size="sm">
            {faults.map((fault) => (
              <List.Item key={fault}>{fault}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("shell.cancel")}
        </Button>
        <Button onClick={take}>{t("wizard.file.take")}</Button>
      </Group>
    </Dialog>
  );
}
