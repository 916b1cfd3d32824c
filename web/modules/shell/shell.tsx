import { Alert, AppShell, Burger, Group, Menu, NavLink, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconCheck,
  IconChevronDown,
  IconCloud,
  IconDeviceDesktop,
  IconLogout,
  IconPlus,
  IconShieldCog,
  IconUser,
} from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import type { Me } from "../../../src/contract/index.ts";
import { actFor, actsFor } from "../../api/call.ts";
import { readOrganisations } from "../../api/organisations.ts";
import { UnreachableError } from "../../api/problem-error.ts";
import { logOut } from "../../api/session.ts";
import { readStatus } from "../../api/status.ts";
import { Banners } from "../banners/banners.tsx";
import { Preferences } from "./preferences.tsx";
import { useLiveAccount } from "./use-live-account.ts";

export interface ShellProps {
  readonly me: Me;
  readonly children: ReactNode;
}

/** Header, navigation and what concerns the whole site, around every page of somebody who is signed in. */
export function Shell({ me, children }: ShellProps) {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure(false);
  useLiveAccount();
  const status = useQuery({ queryKey: ["status"], queryFn: readStatus, refetchInterval: 15_000, retry: false });
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding="md"
    >
      <a href="#content" className="skip-link">
        {t("shell.skipToContent")}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t(opened ? "shell.closeMenu" : "shell.openMenu")}
            />
            <Text fw={700} size="lg">
              TwinStack
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Preferences />
            <PersonMenu me={me} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t("shell.mainNavigation")}>
        <NavigationLink
          to="/app/machines"
          label={t("shell.machines")}
          icon={<IconDeviceDesktop size={18} aria-hidden />}
          onGo={close}
        />
        <NavigationLink
          to="/app/new"
          label={t("shell.newMachine")}
          icon={<IconPlus size={18} aria-hidden />}
          onGo={close}
        />
        <NavigationLink
          to="/app/clouds"
          label={t("shell.clouds")}
          icon={<IconCloud size={18} aria-hidden />}
          onGo={close}
        />
        {me.siteAdmin && (
          <NavigationLink
            to="/app/admin"
            label={t("shell.admin")}
            icon={<IconShieldCog size={18} aria-hidden />}
            onGo={close}
          />
        )}
      </AppShell.Navbar>
      <AppShell.Main id="content">
        <Banners personId={me.id} />
        {status.error instanceof UnreachableError && (
          <Alert color="orange" variant="outline" mb="md" role="status">
            {t("shell.offline")}
          </Alert>
        )}
        {status.data?.sandbox === true && (
          <Text size="sm" c="dimmed" mb="md">
            {t("shell.sandbox")}
          </Text>
        )}
        {children}
      </AppShell.Main>
    </AppShell>
  );
}

interface NavigationLinkProps {
  readonly to: string;
  readonly label: string;
  readonly icon: ReactNode;
  readonly onGo: () => void;
}

function NavigationLink({ to, label, icon, onGo }: NavigationLinkProps) {
  const [here] = useLocation();
  const active = here === to || here.startsWith(`${to}/`);
  return (
    <NavLink
      component={Link}
      href={to}
      label={label}
      leftSection={icon}
      active={active}
      aria-current={active ? "page" : undefined}
      onClick={onGo}
    />
  );
}

function PersonMenu({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const organisations = useQuery({ queryKey: ["organisations"], queryFn: readOrganisations, staleTime: 60_000 });
  const acting = actsFor();
  const choose = (account: string | null) => {
    actFor(account);
    // Every answer was for another account.
    location.assign("/app/machines");
  };
  const signOut = async () => {
    await logOut();
    client.clear();
    actFor(null);
    location.assign("/app/sign-in");
  };
  return (
    <Menu>
      <Menu.Target>
        <UnstyledButton>
          <Group gap={4} wrap="nowrap">
            <Text size="sm" truncate maw={160}>
              {organisations.data?.find(({ id }) => id === acting)?.name ?? me.name}
            </Text>
            <IconChevronDown size={16} aria-hidden />
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {organisations.data !== undefined && organisations.data.length > 0 && (
          <>
            <Menu.Label>{t("shell.actingFor")}</Menu.Label>
            <Menu.Item
              onClick={() => choose(null)}
              leftSection={acting === null && <IconCheck size={16} aria-hidden />}
            >
              {t("shell.myself")}
            </Menu.Item>
            {organisations.data.map(({ id, name }) => (
              <Menu.Item
                key={id}
                onClick={() => choose(id)}
                leftSection={acting === id && <IconCheck size={16} aria-hidden />}
              >
                {name}
              </Menu.Item>
            ))}
            <Menu.Divider />
          </>
        )}
        <Menu.Item component={Link} href="/app/account" leftSection={<IconUser size={16} aria-hidden />}>
          {t("shell.account")}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
          {t("shell.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
