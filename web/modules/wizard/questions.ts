/** A category of the wizard: what it asks for, and what only experts want to see. */
export interface Question {
  readonly id: "purpose" | "strength" | "software" | "reach" | "entry" | "failure" | "term" | "notes";
  readonly fields: readonly string[];
  readonly expert: readonly string[];
}

/** Every field of the contract stands in exactly one of them; a test sees to it. */
export const QUESTIONS: readonly Question[] = [
  { id: "purpose", fields: ["profile", "name"], expert: [] },
  {
    id: "strength",
    fields: ["hardware.vcpu", "hardware.memoryGib", "hardware.rootDiskGib", "hardware.volumes"],
    expert: [],
  },
  {
    id: "software",
    fields: ["software.os.family", "software.os.version", "software.packages", "software.runtimes"],
    expert: ["software.services", "software.files", "software.firstBootCommands", "software.cloudInit"],
  },
  { id: "reach", fields: ["network.publicAddress", "network.openPorts"], expert: ["network.privateNetwork"] },
  {
    id: "entry",
    fields: ["access.loginName", "access.generateKeyPair", "access.sshKeys"],
    expert: ["access.password", "access.allowRoot"],
  },
  {
    id: "failure",
    fields: ["placement.standby.mode"],
    expert: [
      "placement.main",
      "placement.standby.cloud",
      "placement.requires.labels",
      "protection.enabled",
      "protection.recoveryPointObjective",
      "protection.probe",
    ],
  },
  { id: "term", fields: ["term.leaseEnd"], expert: [] },
  { id: "notes", fields: ["labels", "contact.name", "contact.email"], expert: [] },
];

/** The question that a pointed-at field belongs to, and whether only experts see it. */
export function questionOf(name: string): { readonly id: Question["id"]; readonly expert: boolean } | null {
  const holds = (field: string) => name === field || name.startsWith(`${field}.`) || field.startsWith(`${name}.`);
  for (const { id, fields, expert } of QUESTIONS) {
    if (fields.some(holds)) return { id, expert: false };
    if (expert.some(holds)) return { id, expert: true };
  }
  return null;
}
