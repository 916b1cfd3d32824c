import { Alert, Code, List, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ProblemError, UnreachableError } from "../api/problem-error.ts";
import { useProblemCodes } from "./use-problem-codes.ts";

export interface ProblemAlertProps {
  /** Anything that was thrown; nothing is shown for null. */
  readonly error: unknown;
  /** What the service says in English, in the reader's language where the page knows it. */
  readonly say?: (text: string) => string;
}

const asItCame = (text: string) => text;

/** What went wrong, why, and what to do next. */
export function ProblemAlert({ error, say = asItCame }: ProblemAlertProps) {
  const { t } = useTranslation();
  if (error === null || error === undefined) return null;
  if (error instanceof ProblemError) return <Refusal error={error} say={say} />;
  const unreachable = error instanceof UnreachableError;
  return (
    <Alert
      color="red"
      variant="outline"
      role="alert"
      title={t(unreachable ? "problems.unreachableTitle" : "problems.unexpectedTitle")}
    >
      {t(unreachable ? "problems.unreachableText" : "problems.unexpectedText")}
    </Alert>
  );
}

function Refusal({ error, say }: { readonly error: ProblemError; readonly say: (text: string) => string }) {
  const { t } = useTranslation();
  const { problem } = error;
  const codes = useProblemCodes();
  const words = codes[problem.code] ?? problem;
  return (
    <Alert color="red" variant="outline" role="alert" title={words.title}>
      <Stack gap="xs">
        <Text size="sm">{say(problem.detail)}</Text>
        {problem.issues !== undefined && problem.issues.length > 0 && (
          <List size="sm">
            {problem.issues.map((issue) => (
              <List.Item key={`${issue.pointer} ${issue.code}`}>
                {issue.pointer !== "" && <Code>{issue.pointer}</Code>} {say(issue.message)} {say(issue.remedy)}
              </List.Item>
            ))}
          </List>
        )}
        <Text size="sm">
          <strong>{t("problems.whatToDo")}:</strong> {words.remedy}
        </Text>
        {problem.requestId !== undefined && problem.status >= 500 && (
          <Text size="xs" c="dimmed">
            {t("problems.reference", { id: problem.requestId })}
          </Text>
        )}
      </Stack>
    </Alert>
  );
}
