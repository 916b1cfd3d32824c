import type { ChangedPart, Requirement } from "../contract/index.ts";
import { sameValue } from "../requirement/index.ts";
import type { Part } from "./changed-parts.ts";

/** What differs of software and access: everything that first boot does. */
export function changedSoftware(before: Requirement, after: Requirement): readonly Part[] {
  const [old, now] = [before.software, after.software];
  return [
    ...system(before, after),
    ...names("/software/packages", "packages", old.packages, now.packages),
    ...names("/software/runtimes", "runtimes", old.runtimes.map(runtimeName), now.runtimes.map(runtimeName)),
    ...names("/software/services", "services", old.services, now.services),
    ...files(before, after),
    ...differs("/software/firstBootCommands", "first-boot-commands", old.firstBootCommands, now.firstBootCommands),
    ...differs("/software/cloudInit", "own-cloud-init", old.cloudInit, now.cloudInit),
    ...access(before, after),
  ];
}

function system({ software: { os: old } }: Requirement, { software: { os: now } }: Requirement): readonly Part[] {
  if (sameValue(old, now)) return [];
  const values = { from: `${old.family} ${old.version}`, to: `${now.family} ${now.version}` };
  return [{ pointer: "/software/os", code: "system", values }];
}

function access({ access: old }: Requirement, { access: now }: Requirement): readonly Part[] {
  return [
    ...(old.loginName === now.loginName
      ? []
      : [
          {
            pointer: "/access/loginName",
            code: "login-name" as const,
            values: { from: old.loginName, to: now.loginName },
          },
        ]),
    ...differs("/access/sshKeys", "ssh-keys", old.sshKeys, now.sshKeys),
    ...differs("/access/allowRoot", "root-login", old.allowRoot, now.allowRoot),
    ...differs("/access/password", "password", old.passwordHash, now.passwordHash),
  ];
}

function files({ software: { files: old } }: Requirement, { software: { files: now } }: Requirement): readonly Part[] {
  const edited = now.filter((file) => old.some((other) => other.path === file.path && !sameValue(other, file)));
  const [gone, come] = [missing(old, now), missing(now, old)];
  const words = [
    ...come.map(({ path }) => `+ ${path}`),
    ...edited.map(({ path }) => `± ${path}`),
    ...gone.map(({ path }) => `− ${path}`),
  ];
  return listed("/software/files", "files", words);
}

function missing<T extends { readonly path: string }>(from: readonly T[], others: readonly T[]): readonly T[] {
  return from.filter(({ path }) => !others.some((other) => other.path === path));
}

/** In signs that need no translation: what comes and what goes. */
function names(pointer: string, code: ChangedPart, before: readonly string[], after: readonly string[]) {
  const come = after.filter((name) => !before.includes(name)).map((name) => `+ ${name}`);
  const gone = before.filter((name) => !after.includes(name)).map((name) => `− ${name}`);
  const words = [...come, ...gone];
  // The same ones in another order are another first boot.
  return listed(pointer, code, words.length > 0 || sameValue(before, after) ? words : ["↕"]);
}

const SHOWN = 5;

function listed(pointer: string, code: ChangedPart, words: readonly string[]): readonly Part[] {
  if (words.length === 0) return [];
  const rest = words.length > SHOWN ? [`… (${words.length})`] : [];
  return [{ pointer, code, values: { names: [...words.slice(0, SHOWN), ...rest].join(", ") } }];
}

function differs(pointer: string, code: ChangedPart, before: unknown, after: unknown): readonly Part[] {
  return sameValue(before, after) ? [] : [{ pointer, code, values: {} }];
}

function runtimeName({ name, version }: Requirement["software"]["runtimes"][number]): string {
  return version === "default" ? name : `${name} ${version}`;
}
