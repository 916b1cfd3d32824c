import type {
  Catalog,
  CatalogMapping,
  Cloud,
  CloudCapacity,
  CloudChangeRequest,
  CloudImportPreview,
  CloudImportRequest,
  CloudUse,
  ConnectionStep,
} from "../../src/contract/index.ts";
import { call, listOf, openStream } from "./call.ts";
import { UnreachableError } from "./problem-error.ts";

export const cloudsKey = ["clouds"] as const;
export const cloudKey = (id: string) => ["clouds", id] as const;
export const catalogKey = (id: string) => ["clouds", id, "catalog"] as const;
export const capacityKey = (id: string) => ["clouds", id, "capacity"] as const;
export const usesKey = (id: string) => ["clouds", id, "uses"] as const;

export const readClouds = () => listOf<Cloud>("/clouds");

export const readCloud = (id: string) => call<Cloud>("GET", `/clouds/${id}`);
export const registerCloud = (registration: object, force: boolean) =>
  call<Cloud>("POST", "/clouds", { body: registration, query: { force } });
/** Which clouds a text tells of; nothing is stored, and no cloud is asked. */
export const previewImport = (request: CloudImportRequest) =>
  call<CloudImportPreview>("POST", "/clouds/import/preview", { body: request });
export const importCloud = (request: CloudImportRequest, force: boolean) =>
  call<Cloud>("POST", "/clouds/import", { body: request, query: { force } });
export const changeCloud = (id: string, change: CloudChangeRequest, force: boolean) =>
  call<Cloud>("PATCH", `/clouds/${id}`, { body: change, query: { force } });
export const changeMapping = (id: string, mapping: CatalogMapping) => changeCloud(id, { mapping }, false);
export const removeCloud = (id: string) => call<void>("DELETE", `/clouds/${id}`);
export const readCapacity = (id: string) => call<CloudCapacity>("GET", `/clouds/${id}/capacity`);
export const readUses = (id: string) => call<CloudUse>("GET", `/clouds/${id}/uses`);
export const readCatalog = (id: string) => call<Catalog>("GET", `/clouds/${id}/catalog`);
export const refreshCatalog = (id: string) => call<Catalog>("POST", `/clouds/${id}/catalog/refresh`);

/**
 * Tries a cloud's connection and tells of each step as it ends.
 *
 * @throws ProblemError what the service refused; UnreachableError when it was not reached or broke off
 */
export async function followTest(
  id: string,
  wish: { readonly image: boolean },
  onStep: (step: ConnectionStep) => void,
): Promise<void> {
  const response = await openStream(`/clouds/${id}/test${wish.image ? "?image=true" : ""}`, {
    method: "POST",
    headers: { accept: "application/x-ndjson" },
  });
  let pending = "";
  let ended = false;
  const take = (line: string) => {
    if (line === "") return;
    const said = JSON.parse(line) as { readonly step?: ConnectionStep; readonly end?: true };
    if (said.step !== undefined) onStep(said.step);
    if (said.end === true) ended = true;
  };
  try {
    for await (const text of textsOf(response)) {
      const lines = `${pending}${text}`.split("\n");
      pending = lines.pop() ?? "";
      for (const line of lines) take(line);
    }
  } catch (error) {
    throw new UnreachableError(error);
  }
  if (!ended) throw new UnreachableError(new Error("the test broke off"));
}

async function* textsOf(response: Response): AsyncGenerator<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) return;
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}
