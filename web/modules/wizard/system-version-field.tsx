import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useController, useFormContext, useWatch } from "react-hook-form";
import { readCatalog, readClouds } from "../../api/requirements.ts";
import { fieldAt } from "./contract-fields.ts";
import { FieldFrame, useFieldState } from "./field-frame.tsx";

interface System {
  readonly family: string;
  readonly version: string;
}

/** The versions of the chosen system that the clouds have images of; any text where they do not tell. */
export function SystemVersionField({ name }: { readonly name: string }) {
  const state = useFieldState(name);
  const { field } = useController({ name });
  const { setValue } = useFormContext();
  const family = String(useWatch({ name: name.replace(/version$/, "family") }));
  const systems = useQuery({ queryKey: ["operating-systems"], queryFn: readSystems, staleTime: 300_000 });
  const versions = versionsOf(systems.data ?? [], family);
  const chosen = String(field.value);
  const latest = versions.at(-1);
  const last = useRef({ family, chosen });
  useEffect(() => {
    const switched = family !== last.current.family && chosen === last.current.chosen;
    last.current = { family, chosen };
    // Another family has other versions: 24.04 means nothing to Debian. A pasted file says both, and is left alone.
    if (switched && latest !== undefined && !versions.includes(chosen)) setValue(name, latest, { shouldDirty: true });
  }, [family, chosen, latest, versions, name, setValue]);
  const common = { ...field, value: chosen, id: state.id, error: state.error };
  return (
    <FieldFrame state={state}>
      {versions.length === 0 ? (
        <TextInput {...common} placeholder={fieldAt(name).examples.join(", ")} />
      ) : (
        <NativeSelect {...common} data={[...new Set([...versions, chosen])]} />
      )}
    </FieldFrame>
  );
}

/** Systems that every cloud has an image of; a cloud that does not tell is left out. */
async function readSystems(): Promise<readonly System[]> {
  const clouds = await readClouds();
  const catalogs = await Promise.allSettled(clouds.map(({ id }) => readCatalog(id)));
  const offers = catalogs.flatMap((catalog) => (catalog.status === "fulfilled" ? [catalog.value.images] : []));
  const [first = [], ...others] = offers.map((images) => images.flatMap(({ os }) => (os === null ? [] : [os])));
  return first.filter((os) =>
    others.every((all) => all.some(({ family, version }) => family === os.family && version === os.version)),
  );
}

function versionsOf(systems: readonly System[], family: string): readonly string[] {
  const versions = systems.filter((system) => system.family === family).map(({ version }) => version);
  return [...new Set(versions)].sort((one, other) => Number(one) - Number(other));
}
