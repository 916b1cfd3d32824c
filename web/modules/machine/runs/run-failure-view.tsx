import { Alert, Code, List, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RunFailure } from "../../../../src/contract/index.ts";
import { useProblemCodes } from "../../../components/use-problem-codes.ts";
import { useWords } from "../use-words.ts";

/** A run that ended badly: what, why, what to do, and Terraform's own words. */
export function RunFailureView({ failure }: { readonly failure: RunFailure }) {
  const { t, i18n } = useTranslation();
  const { say } = useWords();
  const codes = useProblemCodes();
  const words = i18n.language === "en" ? undefined : codes[failure.code];
  return (
    <Alert color="red" variant="outline" title={words?.title ?? say(failure.summary)}>
      <Stack gap="xs">
        <Text size="sm" className="long-text">
          <strong>{t("runs.why")}:</strong> {say(failure.detail)}
        </Text>
        <Text size="sm">
          <strong>{t("runs.whatToDo")}:</strong> {words?.remedy ?? say(failure.remedy)}
        </Text>
        <Text size="xs" c="dimmed">
          {t("runs.inPhase", { phase: t(`runs.phases.${failure.phase}`) })}
        </Text>
        {failure.diagnostics.length > 0 && (
          <>
            <Text size="sm">{t("runs.saidBy")}:</Text>
            <List size="sm">
              {failure.diagnostics.map(({ summary, detail, address }) => (
                <List.Item key={`${address} ${summary} ${detail}`}>
                  {summary}
                  {address !== null && <Code ms={4}>{address}</Code>}
                  {detail !== "" && <Code block>{detail}</Code>}
                </List.Item>
              ))}
            </List>
          </>
        )}
      </Stack>
    </Alert>
  );
}
