import type { UnwrittenChange } from "./ports.ts";

/** Tells owners that a cloud is not as it was applied; values and names of people stay out of letters. */
export function driftLetter({ workspaceId, workspaceName, site, findings }: UnwrittenChange, serviceUrl: string) {
  const lines = findings.map(({ title, class: grave, reason }) => `- ${title} (${grave}). ${reason}`);
  return {
    subject: `${workspaceName}: ${site} is not as it was applied`,
    text: `${lines.join("\n")}\n\nWhat may be done about it: ${serviceUrl}/app/machines/${workspaceId}/drift\n`,
  };
}
