import { Alert, Anchor, Box, Button, Flex, Group, Stack, Switch, Text } from "@mantine/core";
import { useCallback, useEffect, useMemo, useState } from "react";
import { FormProvider, useForm, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import type { Profile, RequirementRequest } from "../../../src/contract/index.ts";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { ChangePreview } from "../change/change-preview.tsx";
import { ChangeList } from "./change-list.tsx";
import { Conflict } from "./conflict.tsx";
import { describeChanges } from "./describe-changes.ts";
import { type Draft, keepDraft } from "./draft-store.ts";
import { elementOf, Issues } from "./field-frame.tsx";
import { FilePanel } from "./file-panel.tsx";
import { FitPanel } from "./fit-panel.tsx";
import { nameOf, type ShownIssue } from "./issues.ts";
import { KeyDialog } from "./key-dialog.tsx";
import { PasswordQuestion } from "./password-question.tsx";
import { QuestionList } from "./question-list.tsx";
import { questionOf } from "./questions.ts";
import { sameValue } from "./same-value.ts";
import { useCheck } from "./use-check.ts";
import { useShownIssues } from "./use-shown-issues.ts";
import { type Submitted, useSubmission } from "./use-submission.ts";
import { keptSecretsOf, rebased, toRequest, type Values } from "./values.ts";

/** The machine that is changed. */
export interface Changing {
  readonly workspaceId: string;
  /** As the revision that the change is made on has it. */
  readonly base: Values;
  readonly hadPassword: boolean;
}

export interface WizardFormProps {
  readonly profiles: readonly Profile[];
  /** Names of machines one has already. */
  readonly taken: readonly string[];
  /** What the answers are before anybody touched them. */
  readonly fresh: Values;
  readonly draft: Draft;
  readonly restored: boolean;
  /** Where the draft is kept. */
  readonly place: string;
  readonly changing: Changing | null;
  /** Questions that are open at first. */
  readonly open: readonly string[];
  readonly onStartOver: () => void;
}

/** All questions with their answers, what they come to, and the button that makes it so. */
export function WizardForm(props: WizardFormProps) {
  const { profiles, taken, fresh, place, onStartOver } = props;
  const { t } = useTranslation();
  const [, goTo] = useLocation();
  const form = useForm<Values>({ defaultValues: props.draft.values });
  const values = useWatch({ control: form.control }) as Values;
  const [draft, setDraft] = useState(props.draft);
  const [changing, setChanging] = useState(props.changing);
  const [expert, setExpert] = useState(props.draft.expert);
  const [opened, setOpened] = useState<readonly string[]>(props.open);
  const [wanted, setWanted] = useState<{ readonly name: string } | null>(null);
  const [passwordGone, setPasswordGone] = useState(false);
  const [done, setDone] = useState<Submitted | null>(null);

  const text = JSON.stringify(values);
  const password = values.access.password ?? "";
  const takesPassword = changing !== null && passwordGone && password === "";
  const profile = profiles.find(({ id }) => id === values.profile) ?? profiles[0];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the values, which are new objects each time
  const request = useMemo(
    () => (profile === undefined ? null : withoutPassword(toRequest(values, profile), takesPassword)),
    [text, profile, takesPassword],
  );
  const check = useCheck(request ?? { name: values.name });
  const notFree = changing !== null || draft.sent ? [] : taken;
  const issues = useShownIssues({
    values,
    request: request ?? { name: values.name },
    check,
    taken: notFree,
    keptSecrets: changing === null ? [] : keptSecretsOf(changing.base),
  });
  const changes = [
    ...(changing === null ? [] : describeChanges(changing.base, values)),
    ...(takesPassword ? [{ path: "access/password", entry: null, before: t("wizard.change.set"), after: null }] : []),
  ];

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the values
  useEffect(() => {
    if (done !== null) return;
    if (sameValue(values, fresh) && !draft.sent) localStorage.removeItem(place);
    else keepDraft(localStorage, place, { ...draft, values, expert });
  }, [text, fresh, draft, expert, place, done]);

  const leave = useCallback((id: string) => goTo(`/app/machines/${id}/review`), [goTo]);
  const submission = useSubmission(
    (submitted) => {
      localStorage.removeItem(place);
      setDone(submitted);
      const { receipt, notPlanned } = submitted;
      const stays = receipt.privateKey !== null || notPlanned !== null;
      if (!stays && !(changing !== null && receipt.outcome === "unchanged")) leave(receipt.workspace.id);
    },
    () => setDraft({ ...draft, sent: false }),
  );

  const show = (pointer: string) => {
    const name = nameOf(pointer);
    const question = questionOf(name);
    if (question === null) return document.getElementById("faults")?.focus();
    if (question.expert) setExpert(true);
    setOpened([...new Set([...opened, question.id])]);
    setWanted({ name });
  };
  useEffect(() => {
    if (wanted === null) return;
    // The question has to unfold first.
    const timer = setTimeout(() => focusField(wanted.name), 250);
    return () => clearTimeout(timer);
  }, [wanted]);

  if (request === null || profile === undefined) return null;
  const blocking = check.current
    ? issues
    : issues.filter(({ pointer }) => !saidByService(pointer, check.report?.issues));
  const send = () => {
    const [first] = blocking;
    if (first !== undefined) return show(first.pointer);
    const sent = { ...draft, sent: true };
    setDraft(sent);
    keepDraft(localStorage, place, { ...sent, values, expert });
    const target = changing === null ? null : { workspaceId: changing.workspaceId, basedOn: draft.basedOn ?? 1 };
    submission.mutate({ request, submissionKey: draft.submissionKey, changing: target });
  };
  const take = (next: Values) => form.reset(next);
  const kind = changing === null ? "new" : "change";
  return (
    <FormProvider {...form}>
      <Issues value={issues}>
        <Flex direction={{ base: "column", md: "row" }} gap="lg" align="flex-start">
          <Stack flex={3} w="100%" miw={0}>
            {props.restored && (
              <Alert color="blue" variant="outline" role="status">
                <Group justify="space-between">
                  <Text size="sm">{t("wizard.restored")}</Text>
                  <Button variant="default" size="xs" onClick={onStartOver}>
                    {t("wizard.startOver")}
                  </Button>
                </Group>
              </Alert>
            )}
            {changing === null && <Text>{t("wizard.intro")}</Text>}
            {changing?.hadPassword === true && password === "" && (
              <PasswordQuestion
                gone={passwordGone}
                onChange={setPasswordGone}
                onType={() => show("/access/password")}
              />
            )}
            <Switch
              label={t("wizard.expert")}
              checked={expert}
              onChange={(event) => setExpert(event.currentTarget.checked)}
            />
            <QuestionList
              profiles={profiles}
              taken={taken}
              keepsName={changing !== null}
              issues={issues}
              expert={expert}
              opened={opened}
              onOpen={setOpened}
            />
            {changing !== null && <ChangeList changes={changes} />}
            {changing !== null && check.current && check.report?.preview !== undefined && (
              <ChangePreview preview={check.report.preview} />
            )}
            <Conflict
              error={submission.error}
              workspaceId={changing?.workspaceId ?? ""}
              onRead={(basedOn, base, hadPassword) => {
                take(rebased(values, changing?.base ?? base, base));
                setDraft({ ...draft, basedOn });
                setChanging(changing && { ...changing, base, hadPassword });
                submission.reset();
              }}
            />
            {done?.notPlanned != null && <NotPlanned submitted={done} />}
            {done?.receipt.outcome === "unchanged" && changing !== null && (
              <Alert color="blue" variant="outline" role="status">
                {t("wizard.change.unchanged")}
              </Alert>
            )}
            <Group>
              <Button
                size="md"
                loading={submission.isPending}
                disabled={(changing !== null && changes.length === 0) || done?.notPlanned != null}
                onClick={send}
              >
                {t(kind === "new" ? "wizard.submit" : "wizard.change.submit")}
              </Button>
              <Text size="sm" c="dimmed" role="status">
                {submission.isPending
                  ? t("wizard.submitting")
                  : t(kind === "new" ? "wizard.submitText" : "wizard.change.submitText")}
              </Text>
            </Group>
          </Stack>
          <Box flex={2} w="100%" miw={0}>
            <Stack>
              <FitPanel check={check} issues={issues} onGoTo={show} />
              <FilePanel
                values={values}
                profile={profile}
                profiles={profiles}
                keptName={changing === null ? null : values.name}
                onTake={take}
              />
            </Stack>
          </Box>
        </Flex>
        {done?.receipt.privateKey != null && (
          <KeyDialog
            privateKey={done.receipt.privateKey}
            machine={values.name}
            loginName={values.access.loginName}
            onDone={() => leave(done.receipt.workspace.id)}
          />
        )}
      </Issues>
    </FormProvider>
  );
}

/** Only a password that is taken away is named in a change: one that is left out stays. */
function withoutPassword(request: RequirementRequest, isTaken: boolean): RequirementRequest {
  return isTaken ? { ...request, access: { ...request.access, password: null } } : request;
}

function NotPlanned({ submitted }: { readonly submitted: Submitted }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Text>{t("wizard.stored")}</Text>
      <ProblemAlert error={submitted.notPlanned} />
      <Anchor component={Link} href={`/app/machines/${submitted.receipt.workspace.id}`}>
        {t("wizard.toMachine")}
      </Anchor>
    </Stack>
  );
}

/** An issue of an answer that is about to be replaced holds nobody back: the service judges what is sent. */
function saidByService(pointer: string, said: readonly Pick<ShownIssue, "pointer">[] = []): boolean {
  return said.some((issue) => issue.pointer === pointer);
}

/** The field itself, or the nearest thing around it that is there. */
function focusField(name: string): void {
  const parts = name.split(".");
  for (let length = parts.length; length > 0; length -= 1) {
    const element = document.getElementById(elementOf(parts.slice(0, length).join(".")));
    if (element === null) continue;
    element.scrollIntoView({ block: "center" });
    element.focus();
    return;
  }
}
