import { Button, Group, Menu, useMantineColorScheme } from "@mantine/core";
import { IconLanguage, IconMoon } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { keepLanguage, LANGUAGES } from "../../i18n/languages.ts";
import { speak } from "../../i18n/start.ts";

const SCHEMES = [
  { value: "light", label: "shell.light" },
  { value: "dark", label: "shell.dark" },
  { value: "auto", label: "shell.likeSystem" },
] as const;

/** Language, and light or dark. */
export function Preferences() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  return (
    <Group gap="xs">
      <Menu>
        <Menu.Target>
          <Button variant="subtle" size="compact-md" px={6} aria-label={t("shell.language")}>
            <IconLanguage size={20} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {LANGUAGES.map(({ code, name }) => (
            <Menu.Item
              key={code}
              lang={code}
              onClick={() => {
                keepLanguage(code);
                void speak(code);
              }}
            >
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu>
        <Menu.Target>
          <Button variant="subtle" size="compact-md" px={6} aria-label={t("shell.lightOrDark")}>
            <IconMoon size={20} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {SCHEMES.map(({ value, label }) => (
            <Menu.Item key={value} onClick={() => setColorScheme(value)}>
              {t(label)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
