/** Words of examples that the service tells of, by profile; those that are missing are shown as the service says them. */
export const profiles: Record<string, { title: string; summary: string }> = {};
