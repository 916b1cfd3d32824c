/** The requirement of a small machine on one cloud alone. */
export function smallMachine(name: string, hardware = "", cloud = "real"): string {
  return `
name: ${name}
profile: blank
hardware: { ${hardware} }
software: { os: { family: debian, version: "12" } }
access: { generateKeyPair: true }
placement: { main: ${cloud}, standby: { mode: off } }
`;
}
