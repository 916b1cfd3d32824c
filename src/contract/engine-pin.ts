import * as z from "zod";
import { SiteKey } from "./plan.ts";

/** The engine and the providers that a workspace's states were written by, or that a worker has. */
export const EngineVersions = z
  .object({
    engine: z.string().meta({ description: "Kind and version, such as terraform 1.11.4" }),
    openstack: z.string().meta({ description: "Version of the provider" }),
    cloudstack: z.string().meta({ description: "Version of the provider" }),
  })
  .meta({ id: "EngineVersions" });
export type EngineVersions = z.infer<typeof EngineVersions>;

/** Which versions a workspace is held to. They only move by its owner's wish: newer ones may write what older cannot read. */
export const EnginePin = z
  .object({
    pinned: EngineVersions.nullable().meta({ description: "null until the first run" }),
    offered: EngineVersions.meta({ description: "What this service has" }),
    waiting: z
      .string()
      .nullable()
      .meta({ description: "Why no run of the workspace starts: it is held to versions that are not here" }),
    review: z
      .array(SiteKey)
      .meta({ description: "Sites that no apply has touched since the versions moved: their plan waits for a person" }),
  })
  .meta({ id: "EnginePin" });
export type EnginePin = z.infer<typeof EnginePin>;
