import { Stack } from "@mantine/core";
import { OpenidRefusal } from "../../session/openid-refusal.tsx";
import type { AccountTabProps } from "../account-tabs.ts";
import { IdentityList } from "./identity-list.tsx";
import { PasswordForm } from "./password-form.tsx";
import { SecondFactor } from "./second-factor.tsx";
import { SessionList } from "./session-list.tsx";

/** How one proves who one is, and where one is signed in. */
export function SecurityTab({ me }: AccountTabProps) {
  return (
    <Stack gap="lg">
      <OpenidRefusal />
      <PasswordForm me={me} />
      <SecondFactor me={me} />
      <SessionList />
      <IdentityList />
    </Stack>
  );
}
