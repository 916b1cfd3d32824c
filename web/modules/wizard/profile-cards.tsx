import { Group, Radio, SimpleGrid, Text } from "@mantine/core";
import { useFormContext, useWatch } from "react-hook-form";
import type { Profile } from "../../../src/contract/index.ts";
import { useProfileWords } from "../../components/use-profile-words.ts";
import { FieldFrame, useFieldState } from "./field-frame.tsx";
import { proposeName } from "./propose-name.ts";
import { fillFrom, toRequest, type Values } from "./values.ts";

export interface ProfileCardsProps {
  readonly profiles: readonly Profile[];
  /** Names of machines one has already. */
  readonly taken: readonly string[];
  /** A machine that is changed keeps its name. */
  readonly keepsName: boolean;
}

/** The examples as cards. Taking another one keeps every answer that was changed by hand. */
export function ProfileCards({ profiles, taken, keepsName }: ProfileCardsProps) {
  const state = useFieldState("profile");
  const wordsOf = useProfileWords();
  const form = useFormContext<Values>();
  const chosen = useWatch({ name: "profile" }) as string;
  const choose = (next: Profile) => {
    const values = form.getValues();
    const before = profiles.find(({ id }) => id === values.profile) ?? next;
    const proposed = values.name === proposeName(before.id, taken) && !keepsName;
    const name = proposed ? proposeName(next.id, taken) : values.name;
    form.reset(fillFrom(next, { ...toRequest(values, before), name, profile: next.id }));
  };
  return (
    <FieldFrame state={state} group>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" role="radiogroup" aria-labelledby={`${state.id}-label`}>
        {profiles.map((profile) => (
          <Radio.Card
            key={profile.id}
            name="profile"
            value={profile.id}
            checked={profile.id === chosen}
            onClick={() => choose(profile)}
            p="sm"
          >
            <Group wrap="nowrap" align="flex-start">
              <Radio.Indicator checked={profile.id === chosen} />
              <div>
                <Text fw={600} size="sm">
                  {wordsOf(profile).title}
                </Text>
                <Text size="sm" c="dimmed">
                  {wordsOf(profile).summary}
                </Text>
              </div>
            </Group>
          </Radio.Card>
        ))}
      </SimpleGrid>
    </FieldFrame>
  );
}
