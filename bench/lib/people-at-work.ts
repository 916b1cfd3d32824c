import type { BenchService } from "./bench-service.ts";
import { applyBoth, copyWorkspaces, openForCopying } from "./copy-workspaces.ts";
import { addSignedInPeople, type SignedInPerson } from "./signed-in-people.ts";

const EACH_HAS = 2;
/** Every twentieth has that many more. */
const BUSY_HAS = 10;
/** Nothing that is asked for here reads them, and they would be most of the seeding. */
const UNREAD = ["run_plan", "run_event", "run_object"];

/** What people ask for, and how often among a hundred requests. */
export const MIX = [
  ["list workspaces", 25],
  ["get workspace", 29],
  ["list runs", 15],
  ["get run", 20],
  ["me", 9],
  ["check requirement", 1],
  ["submit requirement", 0.5],
  ["rename me", 0.5],
] as const;
export type Question = (typeof MIX)[number][0];

/** Somebody signed in who has workspaces with runs that went well. */
export interface PersonAtWork extends SignedInPerson {
  readonly workspaces: readonly string[];
  readonly runs: readonly string[];
}

/** Gives a started service signed-in people, whose workspaces are copies of one that was really applied. */
export async function settlePeople(service: BenchService, count: number): Promise<readonly PersonAtWork[]> {
  const id = await applyBoth(service, "template");
  const pool = openForCopying(service);
  try {
    const people = await addSignedInPeople(pool, count);
    const has = (index: number) => EACH_HAS + (index % 20 === 0 ? BUSY_HAS : 0);
    const owners = people.flatMap(({ accountId }, index) => Array.from({ length: has(index) }, () => accountId));
    await copyWorkspaces(pool, { id, owners, except: UNREAD });
    await pool.query("analyze");
    const { rows } = await pool.query<{ owner: string; workspaces: string[]; runs: string[] }>(
      `select owner_id as owner, array_agg(distinct workspace_id::text) as workspaces, array_agg(id::text) as runs
         from run group by owner_id`,
    );
    const byOwner = new Map(rows.map((row) => [row.owner, row]));
    return people.map((person) => {
      const { workspaces = [], runs = [] } = byOwner.get(person.accountId) ?? {};
      return { ...person, workspaces, runs };
    });
  } finally {
    await pool.end();
  }
}

export interface AskedFor {
  readonly method: "GET" | "POST" | "PATCH";
  readonly path: string;
  readonly body?: object;
}

/** The request that a question is. @param serial unlike any before, for names; @param random from 0 up to below 1 */
export function requestFor(
  question: Question,
  { workspaces, runs }: PersonAtWork,
  { service, serial, random }: { readonly service: BenchService; readonly serial: number; readonly random: number },
): AskedFor {
  const pick = (list: readonly string[]) => list[Math.floor(random * list.length)];
  switch (question) {
    case "list workspaces":
      return { method: "GET", path: "/workspaces" };
    case "get workspace":
      return { method: "GET", path: `/workspaces/${pick(workspaces)}` };
    case "list runs":
      return { method: "GET", path: "/runs" };
    case "get run":
      return { method: "GET", path: `/runs/${pick(runs)}` };
    case "me":
      return { method: "GET", path: "/me" };
    case "check requirement":
      return { method: "POST", path: "/requirements/check", body: service.requirement("checked") };
    case "submit requirement":
      return { method: "POST", path: "/workspaces", body: service.requirement(`made-${serial}`) };
    case "rename me":
      return { method: "PATCH", path: "/me", body: { name: `Renamed ${serial}` } };
  }
}
