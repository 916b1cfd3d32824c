import type { Catalog, Cloud, ConnectionStep, MissingThing } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, type Items, printJson, printTable } from "../context.ts";
import { describeSteps } from "../describe-steps.ts";
import { nameTheFile, readRequirementFile } from "../read-requirement-file.ts";
import { plainTime } from "../table.ts";

export async function listClouds(context: Context): Promise<void> {
  const { items } = await context.api.get<Items<Cloud>>("/api/v1/clouds");
  if (context.json) return printJson(context, { items });
  if (items.length === 0) {
    context.terminal.out("No cloud is registered. Register one: npx twinstack clouds add FILE");
    return;
  }
  printTable(
    context,
    ["CLOUD", "KIND", "WHOSE", "WHERE", "STATUS", "CATALOG", "ENDPOINT"],
    items.map((cloud) => [
      cloud.name,
      cloud.sandbox ? `${cloud.kind} (sandbox)` : cloud.kind,
      cloud.ownerId === null ? "shared" : "own",
      cloud.location,
      cloud.status,
      cloud.catalogAt === null ? "never" : plainTime(cloud.catalogAt),
      cloud.endpoint,
    ]),
  );
  for (const { name, missing = [] } of items) {
    for (const thing of missing) context.terminal.out(`${name} no longer offers ${describeMissing(thing)}`);
  }
}

function describeMissing({ thing, name, id, mapped, machines }: MissingThing): string {
  const whose = [...(mapped ? ["a correction names it"] : []), ...(machines > 0 ? [`planned for ${machines}`] : [])];
  return `the ${thing.replace("-", " ")} ${name === id ? id : `${name} (${id})`}: ${whose.join(", ")}`;
}

/** Registers a cloud from a YAML or JSON file of the CloudRegistration shape. Secrets come from the file, never from flags. */
export async function addCloud(context: Context, path: string): Promise<void> {
  const cloud = await context.api
    .post<Cloud>("/api/v1/clouds", await readRequirementFile(path))
    .catch((error: unknown) => Promise.reject(nameTheFile(path, error)));
  if (context.json) printJson(context, cloud);
  else
    context.terminal.out(
      `${cloud.name} is registered: ${cloud.status}${cloud.statusDetail === "" ? "" : ` (${cloud.statusDetail})`}`,
    );
}

export async function testCloud(context: Context, name: string, wish: { readonly image: boolean }): Promise<void> {
  const cloud = await findCloud(context, name);
  const { steps } = await context.api.post<{ steps: readonly ConnectionStep[] }>(
    `/api/v1/clouds/${cloud.id}/test${wish.image ? "?image=true" : ""}`,
    {},
  );
  if (context.json) printJson(context, { steps });
  else for (const line of describeSteps(steps)) context.terminal.out(line);
  if (steps.some((step) => !step.ok))
    throw new CliError(
      "cloud-test-failed",
      `${name} does not pass its connection test`,
      "See the failed step above.",
      EXIT.failed,
    );
}

export async function removeCloud(context: Context, name: string): Promise<void> {
  const cloud = await findCloud(context, name);
  await context.api.send("DELETE", `/api/v1/clouds/${cloud.id}`);
  if (context.json) printJson(context, { removed: cloud.id });
  else context.terminal.out(`${cloud.name} is removed`);
}

export async function showCatalog(
  context: Context,
  name: string,
  options: { readonly refresh: boolean },
): Promise<void> {
  const cloud = await findCloud(context, name);
  const catalog = options.refresh
    ? await context.api.post<Catalog>(`/api/v1/clouds/${cloud.id}/catalog/refresh`, {})
    : await context.api.get<Catalog>(`/api/v1/clouds/${cloud.id}/catalog`);
  if (context.json) return printJson(context, catalog);
  context.terminal.out(`${cloud.name}, read ${plainTime(catalog.fetchedAt)}`);
  printTable(
    context,
    ["SIZE", "VCPU", "GIB", "ID"],
    catalog.offerings.map((offering) => [
      offering.name,
      offering.custom === null ? String(offering.vcpu) : "custom",
      offering.custom === null ? String(offering.memoryMib / 1024) : "custom",
      offering.id,
    ]),
  );
  printTable(
    context,
    ["IMAGE", "RECOGNIZED AS", "ID"],
    catalog.images.map((image) => [
      image.name,
      image.os === null ? "-" : `${image.os.family} ${image.os.version}`,
      image.id,
    ]),
  );
  printTable(
    context,
    ["VOLUME TYPE", "SPEED", "ID"],
    catalog.volumeTypes.map((type) => [type.name, type.speed ?? "-", type.id]),
  );
}

export async function findCloud(context: Context, nameOrId: string): Promise<Cloud> {
  const { items } = await context.api.get<Items<Cloud>>("/api/v1/clouds");
  const found = items.find((cloud) => cloud.name === nameOrId || cloud.id === nameOrId);
  if (found !== undefined) return found;
  throw new CliError(
    "not-found",
    `There is no cloud "${nameOrId}"`,
    `Registered: ${items.map(({ name }) => name).join(", ") || "none"}`,
    EXIT.refused,
  );
}
