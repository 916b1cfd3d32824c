import type { Json } from "../core/command.ts";
import type { Owned } from "../core/model.ts";
import type { World } from "../core/world.ts";

/** Whose an object is: `account` or `project`, with the domain. */
export function ownerView({ tables }: World, row: Owned): Json {
  const project = tables.projects.get(row.projectId);
  const account = tables.accounts.must(row.accountId);
  const domain = tables.domains.must(project?.domainId ?? account.domainId);
  const owner = project ? { projectid: project.id, project: project.name } : { account: account.name };
  return { ...owner, domainid: domain.id, domain: domain.name, domainpath: domain.path };
}

/** The same without the domain's path, for the answers that never had it. */
export function shortOwnerView(world: World, row: Owned): Json {
  const { domainpath: _, ...rest } = ownerView(world, row);
  return rest;
}

/** Tags of one object, as they appear inside its answer. */
export function tagViews(world: World, subjectId: string): Json[] {
  return world.tables.tags
    .where((tag) => tag.subjectId === subjectId)
    .map((tag) => ({
      key: tag.key,
      value: tag.value,
      resourcetype: tag.subjectType,
      resourceid: tag.subjectId,
      ...shortOwnerView(world, tag),
    }));
}

/** The job that is working on an object, as its answer shows it. */
export function pendingJobView(world: World, instanceId: string): Json {
  const job = world.tables.jobs.first((j) => j.status === 0 && j.instanceId === instanceId);
  return job === undefined ? {} : { jobid: job.id, jobstatus: 0 };
}
