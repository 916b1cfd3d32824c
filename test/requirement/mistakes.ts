import { expect } from "@jest/globals";
import { parseYaml } from "../../src/adapters/text/parse-yaml.ts";
import type { Issue } from "../../src/contract/index.ts";
import { checkRequirement } from "../../src/requirement/index.ts";

const NOW = new Date("2026-11-21T12:00:00Z");
/** An OpenSSH public key that is well formed. */
export const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0/yugVJGNL1xdqmnv2ILXw+aB4WUePDwuJhtWS1YfH ada@home";

/** Checks a requirement at a fixed moment, with the product's own YAML reader. */
export function check(input: unknown) {
  return checkRequirement(input, { parseYaml, now: NOW });
}

/** What is wrong with a requirement, and nothing when nothing is. */
export function issuesOf(input: unknown): readonly Issue[] {
  const result = check(input);
  return result.ok ? [] : result.error;
}

/** Requirements that hold a name and the part under test. */
export const withName = (rest: object) => ({ name: "shop", ...rest });
export const hardware = (rest: object) => withName({ hardware: rest });
export const software = (rest: object) => withName({ software: rest });
export const network = (rest: object) => withName({ network: rest });
export const access = (rest: object) => withName({ access: rest });
export const ports = (...openPorts: object[]) => network({ openPorts });
export const volumes = (...list: object[]) => hardware({ volumes: list });
export const cloudInit = (text: string) => software({ cloudInit: text });
export const NO_KEY = { generateKeyPair: false };

/** A mistake in words, the requirement that makes it, and the issue it must lead to. */
export type Case = readonly [what: string, input: unknown, pointer: string, code: string, remedy: RegExp];

/** Expects the one issue a case asks for, with a remedy, and no other. */
export function expectOneIssue([, input, pointer, code, remedy]: Case): void {
  const issues = issuesOf(input);

  expect(issues.map((issue) => [issue.pointer, issue.code])).toContainEqual([pointer, code]);
  expect(issues).toHaveLength(1);
  expect(issues[0]?.remedy).toMatch(remedy);
  expect(issues[0]?.message).not.toBe("");
}
