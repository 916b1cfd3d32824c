import type { CloudClients, CloudObject } from "../cloud/index.ts";
import type { SiteKey, SitePlan, StrayObject } from "../contract/index.ts";
import type { AdoptionTools } from "./adoption-table.ts";
import { adoptionStrays, judgeStrays, unfinishedStray, waitingStray } from "./judge-strays.ts";
import { type Adoption, matchObjects } from "./match-objects.ts";
import type { Removal, RepairStore } from "./ports.ts";
import { type Configuration, readConfiguration } from "./read-configuration.ts";
import { siteMarks } from "./site-marks.ts";
import { readState } from "./state-document.ts";

export interface SurveyPorts {
  readonly store: Pick<RepairStore, "objects">;
  readonly clients: CloudClients;
  readonly currentState: (workspaceId: string, site: SiteKey) => Promise<Uint8Array | null>;
  readonly tools: AdoptionTools;
}

export interface SurveyRequest {
  readonly sitePlan: SitePlan;
  readonly files: Readonly<Record<string, string>>;
  /** The run that left the site unclean; what it reported tells which of two equal objects is the one to keep. */
  readonly runId: string;
  readonly signal?: AbortSignal | undefined;
}

/** What a cloud has of a site that the state does not know, and what becomes of it. */
export interface Survey {
  readonly state: Uint8Array | null;
  readonly adoptions: readonly Adoption[];
  readonly removals: readonly Removal[];
  /** What the cloud is still making or removing. */
  readonly busy: readonly CloudObject[];
  /** What waits for a word to get where an interrupted apply was taking it, whether or not the state knows it. */
  readonly unfinished: readonly CloudObject[];
  /** All of the above in a person's words. */
  readonly strays: readonly StrayObject[];
}

/** Lists a site's objects on its cloud and compares them with its state. Throws the cloud's AppError. */
export async function surveySite(ports: SurveyPorts, request: SurveyRequest): Promise<Survey> {
  const { sitePlan, files, runId, signal } = request;
  const client = await ports.clients(sitePlan.cloudId);
  // The state first: what is made and noted between the two looks would otherwise seem to be a stray.
  const [state, objects] = await Promise.all([
    ports.currentState(sitePlan.workspaceId, sitePlan.site),
    ports.store.objects(runId),
  ]);
  const found = await client.listMarked(siteMarks(sitePlan), signal);
  const later = await ports.currentState(sitePlan.workspaceId, sitePlan.site);
  const configuration = readConfiguration(files);
  const known = readState(later ?? state);
  const reported = new Set(objects.flatMap(({ objectId }) => objectId ?? []));
  const { adoptions, rest, inTheWay } = matchObjects({
    configuration,
    state: known,
    found,
    reported,
    tools: ports.tools,
  });
  const created = objects.filter(({ action }) => action === "create" || action === "replace");
  const removals = judgeStrays({
    kind: sitePlan.cloud,
    rest,
    inTheWay,
    freshNames: namesOf(
      configuration,
      new Set(created.filter(({ address }) => !known.attributes.has(address)).map(({ address }) => address)),
    ),
    takenNames: new Set([...known.attributes.values()].map(({ name }) => String(name))),
  });
  const busy = rest.filter(({ condition }) => condition === "busy");
  const unfinished = found.filter(({ condition }) => condition === "unfinished");
  return {
    state: later ?? state,
    adoptions,
    removals,
    busy,
    unfinished,
    strays: [
      ...adoptionStrays(adoptions),
      ...removals.map(({ stray }) => stray),
      ...busy.map(waitingStray),
      ...unfinished.map(unfinishedStray),
    ],
  };
}

function namesOf({ elements }: Configuration, addresses: ReadonlySet<string>): ReadonlySet<string> {
  const named = elements.filter(({ address }) => addresses.has(address));
  return new Set(named.flatMap(({ attributes }) => (typeof attributes["name"] === "string" ? attributes["name"] : [])));
}
