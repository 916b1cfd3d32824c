import { parseYaml } from "../../../src/adapters/text/parse-yaml.ts";
import { makeTextTools } from "../../../src/adapters/text/text-tools.ts";
import type { Requirement } from "../../../src/contract/index.ts";
import { type CompileInput, compilePlan } from "../../../src/plan/index.ts";
import { checkRequirement, resolveRequirement } from "../../../src/requirement/index.ts";
import { cloudstackOffer, openstackOffer } from "./catalogs.ts";

export const WORKSPACE_ID = "11111111-2222-4333-8444-555555555555";
export const OPERATION_ID = "99999999-8888-4777-8666-555555555555";
export const NOW = new Date("2026-11-21T12:00:00Z");
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0/yugVJGNL1xdqmnv2ILXw+aB4WUePDwuJhtWS1YfH";

/** Secrets whose answers can be foretold. */
const foreseeable = {
  hashPassword: async () => "$6$salt$hash",
  verifyPassword: async () => true,
  generateKeyPair: async (comment: string) => ({ publicKey: `${KEY} ${comment}`, privateKey: "PRIVATE" }),
  generateToken: () => "token",
  sha256: () => "0".repeat(64),
  newId: () => WORKSPACE_ID,
};

/** A resolved requirement named `shop`; fails on a request that the check refuses. */
export async function requirementOf(request: object, previous: Requirement | null = null): Promise<Requirement> {
  const checked = checkRequirement({ name: "shop", ...request }, { parseYaml, now: NOW });
  if (!checked.ok) throw new TypeError(JSON.stringify(checked.error));
  return (await resolveRequirement(checked.value, previous, foreseeable)).requirement;
}

export function inputFor(requirement: Requirement, patch: Partial<CompileInput> = {}): CompileInput {
  return {
    workspaceId: WORKSPACE_ID,
    revision: 1,
    ownerId: "ada",
    operationId: OPERATION_ID,
    requirement,
    clouds: [openstackOffer(), cloudstackOffer()],
    previous: null,
    previousRequirement: null,
    publicUrl: "https://twin.example",
    caPublicKey: `${KEY} ca`,
    standingSites: [],
    bootstrapTokens: tokens("token"),
    text: makeTextTools(),
    ...patch,
  };
}

export async function compile(request: object, patch: Partial<CompileInput> = {}) {
  return compilePlan(inputFor(await requirementOf(request), patch));
}

/** One token for each site a workspace can have. */
export function tokens(start: string): CompileInput["bootstrapTokens"] {
  return {
    openstack: `${start}-os`,
    cloudstack: `${start}-cs`,
    "openstack-2": `${start}-os-2`,
    "cloudstack-2": `${start}-cs-2`,
  };
}
