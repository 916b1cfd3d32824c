import { parseYaml } from "../../src/adapters/text/parse-yaml.ts";
import { makeTextTools } from "../../src/adapters/text/text-tools.ts";
import type { RunStatus, SubmissionReceipt } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { standingSites, summarizeWorkspace, type WorkspaceFacts } from "../../src/overview/index.ts";
import { makePrepareRevision, type StandingSite, type Submission } from "../../src/plan/index.ts";
import { PROFILES } from "../../src/requirement/index.ts";
import type { RequirementServices } from "../services.ts";
import { previewService } from "./change-preview-service.ts";
import type { SharedParts } from "./compose-service.ts";

/** Ends of a run that has changed nothing on its cloud. */
const UNTOUCHED: ReadonlySet<RunStatus> = new Set([
  "pending",
  "planning",
  "planned",
  "planned-and-finished",
  "discarded",
]);

/** From what a person sends to a stored revision and its receipt. */
export function requirementServices(parts: SharedParts & { readonly publicUrl: string }): RequirementServices {
  const { stores, secrets, clock, clouds, publicUrl } = parts;
  const prepare = makePrepareRevision({
    workspaces: stores.workspaces,
    clouds: { list: (accountId) => clouds.offers(accountId) },
    standingSites: async (ownerId, workspaceId) => {
      const facts = await stores.overview.find(ownerId, workspaceId);
      return Promise.all(standingSites(facts).map((site) => withApplied(facts, site)));
    },
    secrets,
    text: makeTextTools(),
    parseYaml,
    publicUrl,
    clock,
  });
  const previews = previewService(stores);

  /** Only an apply that ended well tells what stands, and only where nothing was tried there since. */
  async function withApplied(facts: WorkspaceFacts | null, standing: StandingSite): Promise<StandingSite> {
    const settled = facts?.settledRuns.find(({ site }) => site === standing.site);
    const last = facts?.lastRuns.find(({ site }) => site === standing.site);
    const isSure = last?.id === settled?.id || (last !== undefined && UNTOUCHED.has(last.status));
    if (facts === null || settled?.kind !== "apply" || settled.revision === facts.revision || !isSure) return standing;
    const revision = await stores.workspaces.revision(facts.id, settled.revision);
    const plan = revision?.deploymentPlan.sites.find(({ site }) => site === standing.site);
    if (revision === null || plan === undefined) return standing;
    return { ...standing, applied: { requirement: revision.requirement, plan } };
  }

  async function receipt(ownerId: string, submission: Submission): Promise<SubmissionReceipt> {
    const facts = await stores.overview.find(ownerId, submission.workspace.id);
    if (facts === null) throw new AppError("not-found", "The workspace was removed meanwhile.");
    return {
      outcome: submission.outcome,
      workspace: summarizeWorkspace(facts),
      revision: submission.revision.number,
      privateKey: submission.privateKey,
      warnings: [...submission.warnings],
      ...(submission.revision.deploymentPlan.clouds && { clouds: submission.revision.deploymentPlan.clouds }),
    };
  }

  return {
    profiles: () => PROFILES,
    async check({ accountId }, input) {
      const report = await prepare.check(accountId, input);
      const preview = report.unchanged ? null : await previews.ofCheck(accountId, report);
      return preview === null ? report : { ...report, preview };
    },
    preview: ({ accountId }, workspaceId, revision) => previews.ofRevision(accountId, workspaceId, revision),
    async submit({ accountId, userId }, input) {
      return receipt(accountId, await prepare.submit({ ownerId: accountId, actor: userId, input }));
    },
    async revise({ accountId, userId }, workspaceId, input, basedOn) {
      const request = {
        ownerId: accountId,
        actor: userId,
        input,
        workspaceId,
        ...(basedOn !== undefined && { expectedRevision: basedOn }),
      };
      return receipt(accountId, await prepare.submit(request));
    },
    async restore({ accountId, userId }, workspaceId, number, basedOn) {
      const expected = basedOn === undefined ? {} : { expectedRevision: basedOn };
      const request = { ownerId: accountId, actor: userId, workspaceId, number, ...expected };
      return receipt(accountId, await prepare.restore(request));
    },
  };
}
