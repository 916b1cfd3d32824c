import { Accordion, Badge, Group, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useController, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { Profile } from "../../../src/contract/index.ts";
import { HelpButton } from "../../components/help-button.tsx";
import { Field } from "./field.tsx";
import { FieldFrame, useFieldState } from "./field-frame.tsx";
import { nameOf, type ShownIssue } from "./issues.ts";
import { ProfileCards, type ProfileCardsProps } from "./profile-cards.tsx";
import { QUESTIONS, questionOf } from "./questions.ts";
import { useAnswer } from "./use-answer.ts";
import type { Values } from "./values.ts";

export interface QuestionListProps extends ProfileCardsProps {
  readonly profiles: readonly Profile[];
  readonly issues: readonly ShownIssue[];
  readonly expert: boolean;
  readonly opened: readonly string[];
  readonly onOpen: (opened: string[]) => void;
}

/** All questions, each closed with its present answer until it is opened. */
export function QuestionList({ issues, expert, opened, onOpen, ...cards }: QuestionListProps) {
  const { t } = useTranslation();
  const values = useWatch() as Values;
  const answer = useAnswer(cards.profiles);
  const faults = issues.map(({ pointer }) => questionOf(nameOf(pointer))?.id);
  return (
    <Accordion multiple value={[...opened]} onChange={onOpen} variant="separated" order={2}>
      {QUESTIONS.map((question) => {
        const wrong = faults.filter((id) => id === question.id).length;
        const names = expert ? [...question.fields, ...question.expert] : question.fields;
        return (
          <Accordion.Item key={question.id} value={question.id}>
            <Group gap={4} wrap="nowrap">
              <Accordion.Control flex={1}>
                <Group gap="xs">
                  <Text fw={600}>{t(`wizard.questions.${question.id}`)}</Text>
                  {wrong > 0 && (
                    <Badge color="red.9" variant="filled" tt="none">
                      {t("wizard.faults", { count: wrong })}
                    </Badge>
                  )}
                </Group>
                <Text size="sm" c="dimmed">
                  {answer(question.id, values)}
                </Text>
              </Accordion.Control>
              <HelpButton
                label={t("wizard.whatIsThis", { label: t(`wizard.questions.${question.id}`) })}
                text={t(`wizard.explained.${question.id}`)}
              />
            </Group>
            <Accordion.Panel>
              {opened.includes(question.id) && <Fields id={question.id} names={names} cards={cards} />}
            </Accordion.Panel>
          </Accordion.Item>
        );
      })}
    </Accordion>
  );
}

interface FieldsProps {
  readonly id: string;
  readonly names: readonly string[];
  readonly cards: ProfileCardsProps;
}

function Fields({ id, names, cards }: FieldsProps) {
  if (id === "purpose") {
    return (
      <Stack>
        <ProfileCards {...cards} />
        <NameField fixed={cards.keepsName} />
      </Stack>
    );
  }
  const [short, wide] = [names.filter((name) => !isWide(name)), names.filter(isWide)];
  return (
    <Stack>
      {short.length > 0 && (
        <SimpleGrid cols={{ base: 1, sm: Math.min(short.length, 3) }}>
          {short.map((name) => (
            <Field key={name} name={name} />
          ))}
        </SimpleGrid>
      )}
      {wide.map((name) => (
        <Field key={name} name={name} />
      ))}
    </Stack>
  );
}

/** A few numbers and choices stand side by side; everything longer has a line of its own. */
function isWide(name: string): boolean {
  return !/^(hardware\.(vcpu|memoryGib|rootDiskGib)|software\.os\.\w+)$/.test(name);
}

function NameField({ fixed }: { readonly fixed: boolean }) {
  const state = useFieldState("name");
  const { field } = useController({ name: "name" });
  return (
    <FieldFrame state={state}>
      <TextInput {...field} id={state.id} error={state.error} readOnly={fixed} autoComplete="off" spellCheck={false} />
    </FieldFrame>
  );
}
