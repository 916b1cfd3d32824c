import { Button, Group, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TerraformExport, Workspace } from "../../../../src/contract/index.ts";
import { readTerraform, terraformKey } from "../../../api/workspace.ts";
import { QueryView } from "../../../components/query-view.tsx";
import { saveFile } from "../../../components/save-file.ts";
import { colorCode } from "./color-code.tsx";
import { tarArchive } from "./tar-archive.ts";

const SHOWN = 300_000;

/** The Terraform that was made of the latest version, file by file, to read and to keep. */
export function TerraformFiles({ workspace }: { readonly workspace: Workspace }) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: terraformKey(workspace.id, workspace.revision),
    queryFn: () => readTerraform(workspace.id),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Stack>
      <div>
        <Title order={2} size="h4">
          {t("states.files")}
        </Title>
        <Text size="sm" c="dimmed">
          {t("states.filesText")}
        </Text>
      </div>
      <QueryView query={found}>{(exported) => <Files exported={exported} />}</QueryView>
    </Stack>
  );
}

function Files({ exported: { workspaceName, files } }: { readonly exported: TerraformExport }) {
  const { t } = useTranslation();
  const paths = Object.keys(files).toSorted();
  const [chosen, setChosen] = useState(paths.find((path) => path.endsWith("main.tf.json")) ?? paths[0] ?? "");
  const text = files[chosen] ?? "";
  const colored = useMemo(() => colorCode(chosen, text.slice(0, SHOWN)), [chosen, text]);
  return (
    <Stack gap="xs">
      <Group align="flex-end">
        <NativeSelect
          label={t("states.file")}
          data={paths}
          value={chosen}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
        <Button variant="default" onClick={() => saveFile(chosen.replaceAll("/", "-"), text)}>
          {t("states.download")}
        </Button>
        <Button
          variant="default"
          onClick={() => saveFile(`${workspaceName}-terraform.tar`, tarArchive(files), "application/x-tar")}
        >
          {t("states.downloadAll")}
        </Button>
      </Group>
      {text.length > SHOWN && <Text size="sm">{t("states.tooLong")}</Text>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="code" tabIndex={0} aria-label={chosen}>
        <pre>
          <code>{colored}</code>
        </pre>
      </section>
    </Stack>
  );
}
