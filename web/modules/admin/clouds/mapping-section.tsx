import { Button, Group, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Catalog, CatalogMapping } from "../../../../src/contract/index.ts";
import { catalogKey, changeMapping, cloudsKey, readCatalog } from "../../../api/clouds.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import type { CloudSectionProps } from "./cloud-page.tsx";
import { OsFamily } from "./contract.ts";
import {
  knownSystems,
  type MappedThing,
  osKeyOf,
  withImage,
  withNameServers,
  withThing,
  withVolumeType,
} from "./mapping.ts";

const SPEEDS = ["standard", "fast"] as const;

/** An administrator's corrections: which image is which system, which volume type is fast, and so on. */
export function MappingSection({ cloud }: CloudSectionProps) {
  const catalog = useQuery({ queryKey: catalogKey(cloud.id), queryFn: () => readCatalog(cloud.id), retry: false });
  return (
    <QueryView query={catalog}>
      {(found) => (
        <MappingForm key={JSON.stringify(cloud.mapping)} id={cloud.id} catalog={found} before={cloud.mapping} />
      )}
    </QueryView>
  );
}

interface MappingFormProps {
  readonly id: string;
  readonly catalog: Catalog;
  readonly before: CatalogMapping;
}

function MappingForm({ id, catalog, before }: MappingFormProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [mapping, setMapping] = useState(before);
  const [servers, setServers] = useState((before.dnsServers ?? []).join(", "));
  const save = useMutation({
    mutationFn: () => changeMapping(id, mapping),
    onSuccess: () => client.invalidateQueries({ queryKey: cloudsKey }),
  });
  const changed = JSON.stringify(mapping) !== JSON.stringify(before);
  const network: readonly [MappedThing, readonly { readonly id: string; readonly name: string }[]] =
    catalog.kind === "openstack"
      ? ["externalNetworkId", catalog.externalNetworks]
      : ["networkOfferingId", catalog.networkOfferings];
  const byItself = { value: "", label: t("clouds.mapping.byItself") };
  const named = (things: readonly { readonly id: string; readonly name: string }[]) => [
    byItself,
    ...things.map((thing) => ({ value: thing.id, label: thing.name })),
  ];
  return (
    <Stack maw={820}>
      <Text>{t("clouds.mapping.text")}</Text>
      <Title order={2} size="h4">
        {t("clouds.mapping.images")}
      </Title>
      {knownSystems(catalog, mapping).map((os) => {
        const recognized = catalog.images.find((image) => image.os !== null && osKeyOf(image.os) === os)?.name;
        const label = recognized === undefined ? byItself.label : t("clouds.mapping.recognized", { name: recognized });
        return (
          <NativeSelect
            key={os}
            label={os}
            value={mapping.images[os] ?? ""}
            onChange={(event) => setMapping(withImage(mapping, os, event.currentTarget.value))}
            data={[{ value: "", label }, ...named(catalog.images).slice(1)]}
          />
        );
      })}
      <NewSystem catalog={catalog} onAdd={(os, image) => setMapping(withImage(mapping, os, image))} />
      <Title order={2} size="h4">
        {t("clouds.mapping.others")}
      </Title>
      {SPEEDS.map((speed) => (
        <NativeSelect
          key={speed}
          label={t("clouds.mapping.volumeType", { speed: t(`clouds.choices.${speed}`) })}
          value={mapping.volumeTypes[speed] ?? ""}
          onChange={(event) => setMapping(withVolumeType(mapping, speed, event.currentTarget.value))}
          data={named(catalog.volumeTypes)}
        />
      ))}
      <NativeSelect
        label={t(`clouds.mapping.${network[0]}`)}
        value={mapping[network[0]] ?? ""}
        onChange={(event) => setMapping(withThing(mapping, network[0], event.currentTarget.value))}
        data={named(network[1])}
      />
      {catalog.kind === "openstack" && (
        <TextInput
          label={t("clouds.mapping.dnsServers")}
          description={t("clouds.mapping.dnsServersHelp")}
          value={servers}
          onChange={(event) => {
            setServers(event.currentTarget.value);
            setMapping(withNameServers(mapping, event.currentTarget.value));
          }}
        />
      )}
      <ProblemAlert error={save.error} />
      <Group>
        <Button onClick={() => save.mutate()} loading={save.isPending} disabled={!changed}>
          {t("clouds.mapping.save")}
        </Button>
        {changed && (
          <Button
            variant="default"
            onClick={() => {
              setMapping(before);
              setServers((before.dnsServers ?? []).join(", "));
            }}
          >
            {t("clouds.mapping.undo")}
          </Button>
        )}
        {save.isSuccess && !changed && <Text role="status">{t("clouds.mapping.saved")}</Text>}
      </Group>
    </Stack>
  );
}

interface NewSystemProps {
  readonly catalog: Catalog;
  readonly onAdd: (os: string, imageId: string) => void;
}

/** Says of an image whose name tells nothing what it is. */
function NewSystem({ catalog, onAdd }: NewSystemProps) {
  const { t } = useTranslation();
  const [family, setFamily] = useState<string>(OsFamily.options[0] ?? "");
  const [version, setVersion] = useState("");
  const [image, setImage] = useState(catalog.images[0]?.id ?? "");
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (version.trim() === "" || image === "") return;
    onAdd(`${family}-${version.trim()}`, image);
    setVersion("");
  };
  return (
    <form onSubmit={add} noValidate>
      <Group align="flex-end">
        <NativeSelect
          label={t("clouds.mapping.family")}
          value={family}
          onChange={(event) => setFamily(event.currentTarget.value)}
          data={[...OsFamily.options]}
        />
        <TextInput
          label={t("clouds.mapping.version")}
          placeholder="24.04"
          w={110}
          value={version}
          onChange={(event) => setVersion(event.currentTarget.value)}
        />
        <NativeSelect
          label={t("clouds.mapping.image")}
          value={image}
          onChange={(event) => setImage(event.currentTarget.value)}
          data={catalog.images.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Button type="submit" variant="default" disabled={version.trim() === ""}>
          {t("clouds.mapping.add")}
        </Button>
      </Group>
    </form>
  );
}
