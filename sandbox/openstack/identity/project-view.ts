import type { Project } from "./identity-state.ts";

export function projectView(project: Project, base: string): Record<string, unknown> {
  return {
    id: project.id,
    name: project.name,
    domain_id: "default",
    description: project.description,
    enabled: project.enabled,
    parent_id: "default",
    is_domain: false,
    tags: [],
    options: {},
    links: { self: `${base}/identity/v3/projects/${project.id}` },
  };
}
