import * as z from "zod";
import { CapacityItem } from "./capacity.ts";
import { SiteKey } from "./plan.ts";
import { Run } from "./run.ts";
import { Workspace } from "./workspace.ts";

/** Whose something is: a person or an organisation. */
export const Owner = z
  .object({
    id: z.string(),
    handle: z.string(),
    name: z.string(),
    kind: z.enum(["person", "organisation"]),
  })
  .meta({ id: "Owner" });
export type Owner = z.infer<typeof Owner>;

/** A machine of anybody, for the site's administrators. */
export const OwnedWorkspace = z.object({ workspace: Workspace, owner: Owner }).meta({ id: "OwnedWorkspace" });
export type OwnedWorkspace = z.infer<typeof OwnedWorkspace>;

/** A run of anybody that is not finished: what it does or why it waits, who asked for it, and where it is worked on. */
export const QueuedRun = Run.omit({ summary: true, failure: true, finishedAt: true })
  .extend({
    owner: Owner,
    cloudName: z.string(),
    createdByName: z.string().meta({ description: "The person's name; their id when they are gone" }),
    workerHost: z.string().nullable().meta({ description: "Machine of the worker that holds it; null while it waits" }),
  })
  .meta({ id: "QueuedRun" });
export type QueuedRun = z.infer<typeof QueuedRun>;

/** An organisation as the site's administrators see it. */
export const SiteOrganisation = z
  .object({
    id: z.string(),
    handle: z.string(),
    name: z.string(),
    createdAt: z.iso.datetime(),
    owners: z.array(z.string()).meta({ description: "Handles" }),
    members: z.int(),
    workspaces: z.int(),
    clouds: z.int(),
  })
  .meta({ id: "SiteOrganisation" });
export type SiteOrganisation = z.infer<typeof SiteOrganisation>;

/** What hangs on a cloud. */
export const CloudUse = z
  .object({
    items: z.array(
      z.object({
        workspaceId: z.uuid(),
        workspaceName: z.string(),
        sites: z.array(SiteKey),
        owner: Owner,
      }),
    ),
    others: z.int().meta({ description: "Machines of other accounts, which only administrators of the site see" }),
  })
  .meta({ id: "CloudUse" });
export type CloudUse = z.infer<typeof CloudUse>;

/** How much room a cloud says there is. */
export const CloudCapacity = z
  .object({ cloudId: z.uuid(), readAt: z.iso.datetime(), items: z.array(CapacityItem) })
  .meta({ id: "CloudCapacity" });
export type CloudCapacity = z.infer<typeof CloudCapacity>;
