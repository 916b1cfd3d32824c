import type { ChangedPart, ChangePreview } from "../contract/index.ts";
import { sayWay } from "./say-preview.ts";
import type { SiteChange } from "./site-change.ts";

type Way = ChangePreview["ways"][number];
type Values = Way["values"];

/** What first boot does and a person can do in the machine as well. */
const IN_THE_MACHINE: ReadonlySet<ChangedPart> = new Set([
  "packages",
  "runtimes",
  "services",
  "files",
  "first-boot-commands",
  "own-cloud-init",
  "ssh-keys",
  "root-login",
  "password",
]);
/** What no machine takes without being made anew. */
const OF_ANOTHER_MACHINE: ReadonlySet<ChangedPart> = new Set(["system", "private-network", "login-name"]);

/** Ways that exist now and cost or risk less than what was asked for. */
export function saferWays(main: SiteChange | null, sites: readonly SiteChange[], name: string): readonly Way[] {
  const ways = [...(main === null ? [] : waysOfMain(main, sites, name)), ...sites.flatMap(stuckSize)];
  return [...new Map(ways.map((way) => [way.text, way])).values()];
}

function waysOfMain(main: SiteChange, sites: readonly SiteChange[], name: string): readonly Way[] {
  const hard = main.parts.filter(({ effect }) => effect?.code === "emptied" || effect?.code === "rebuilt");
  const disk = hard.find(({ part }) => part.code === "system-disk-more");
  const away = main.pause.length === "minute" || main.pause.length === "minutes";
  const standby = sites.find((site) => site !== main && site.standing !== null && site.parts.length > 0);
  return [
    ...(disk === undefined ? [] : [way("volume-instead", disk.part.values)]),
    ...(hard.some(({ part }) => IN_THE_MACHINE.has(part.code)) ? [way("work-in-the-machine", { name })] : []),
    ...(hard.some(({ part }) => OF_ANOTHER_MACHINE.has(part.code)) ? [way("new-machine", {})] : []),
    ...(main.data === "lost" ? [way("copy-first", {})] : []),
    ...(away && standby !== undefined ? [way("standby-first", { name })] : []),
    ...(away ? [way("quiet-hour", {})] : []),
  ];
}

function stuckSize({ plan, parts }: SiteChange): readonly Way[] {
  const stuck = parts.some(({ effect }) => effect?.code === "size-stuck");
  return stuck ? [way("size-in-the-cloud", { cloud: plan.cloudName })] : [];
}

function way(code: Way["code"], values: Values): Way {
  return { code, values, text: sayWay(code, values) };
}
