import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useController } from "react-hook-form";
import { readClouds } from "../../api/requirements.ts";
import { fieldAt } from "./contract-fields.ts";
import { FieldFrame, useFieldState } from "./field-frame.tsx";
import { useWords } from "./use-words.ts";

/** A registered cloud, or the service's own choice. */
export function CloudField({ name }: { readonly name: string }) {
  const state = useFieldState(name);
  const { choice } = useWords();
  const { field } = useController({ name });
  const clouds = useQuery({ queryKey: ["clouds"], queryFn: readClouds, staleTime: 60_000 });
  const values = new Set([
    ...fieldAt(name).choices,
    ...(clouds.data ?? []).map((cloud) => cloud.name),
    String(field.value),
  ]);
  return (
    <FieldFrame state={state}>
      <NativeSelect
        {...field}
        id={state.id}
        error={state.error}
        data={[...values].map((value) => ({ value, label: choice(state.path, value) }))}
      />
    </FieldFrame>
  );
}
