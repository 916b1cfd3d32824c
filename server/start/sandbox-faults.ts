import * as z from "zod";
import { CloudKind, type SandboxEffect, type SandboxFault, SandboxFaultRequest } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { SandboxServices } from "../services/sandbox-side.ts";
import type { SandboxClouds } from "./sandbox-clouds.ts";

/** Every sandbox has switches by address; CloudStack's has others by command, because all its calls have one address. */
type Board = "faults" | "command-faults";

const PATIENCE_MS = 5_000;
const SITES = CloudKind.options;
const BOARDS: readonly Board[] = ["faults", "command-faults"];
const Kept = z.looseObject({
  id: z.string(),
  count: z.int().optional(),
  hits: z.int().default(0),
  note: SandboxFaultRequest.optional(),
});
const Listed = z.object({ faults: z.array(Kept) });
const METHOD = /^(GET|HEAD|POST|PUT|PATCH|DELETE)(?: +|$)(.*)$/i;

/** Switches faults of the two sandbox clouds that this process started, through their own admin addresses. */
export function makeSandboxFaults({
  registrations,
  adminToken,
}: Pick<SandboxClouds, "registrations" | "adminToken">): SandboxServices {
  const origins = {
    openstack: new URL(registrations.openstack.authUrl).origin,
    cloudstack: new URL(registrations.cloudstack.apiUrl).origin,
  };

  async function ask(method: string, site: CloudKind, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${origins[site]}/sandbox-admin/${path}`, {
      method,
      headers: { "x-sandbox-token": adminToken, ...(body && { "content-type": "application/json" }) },
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(body && { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw new AppError("internal", `The ${site} sandbox does not answer.`, { site }, { cause: error });
    });
    if (answer.status === 404 && method === "DELETE") return null;
    if (!answer.ok) throw new AppError("internal", `The ${site} sandbox answered ${answer.status}.`, { site });
    return answer.status === 204 ? null : answer.json();
  }

  async function listed(site: CloudKind, board: Board): Promise<readonly SandboxFault[]> {
    const { faults } = Listed.parse(await ask("GET", site, board));
    return faults.map((fault) => shown(site, board, fault));
  }

  return {
    async faults() {
      const lists = await Promise.all(boardsOf().map(([site, board]) => listed(site, board)));
      return lists.flat();
    },

    async break(request) {
      const [board, fault] = request.site === "cloudstack" ? ofCloudstack(request) : ofOpenstack(request);
      const count = request.times === null ? {} : { count: request.times };
      const made = await ask("POST", request.site, board, { ...fault, ...count, note: request });
      return shown(request.site, board, Kept.parse(made));
    },

    async heal(id) {
      const [site, board, own] = id.split("~");
      const known = boardsOf().find(([one, other]) => one === site && other === board);
      if (known === undefined || own === undefined) throw new AppError("not-found", `There is no fault ${id}.`);
      await ask("DELETE", known[0], `${known[1]}/${encodeURIComponent(own)}`);
    },

    async healAll() {
      for (const [site, board] of boardsOf()) await ask("DELETE", site, board);
    },
  };
}

function boardsOf(): readonly (readonly [CloudKind, Board])[] {
  return SITES.flatMap((site) =>
    BOARDS.filter((board) => site === "cloudstack" || board === "faults").map((board) => [site, board] as const),
  );
}

/** One that was set at the sandbox itself has no note and is told as what it most likely is. */
function shown(site: CloudKind, board: Board, { id, count, hits, note }: z.infer<typeof Kept>): SandboxFault {
  const said = note ?? SandboxFaultRequest.parse({ site, effect: "error" });
  return {
    ...said,
    id: `${site}~${board}~${id}`,
    site,
    delayMs: said.effect === "delay" || said.effect === "late-end" ? said.delayMs : null,
    status: said.effect === "error" ? said.status : null,
    // The board by address counts up, the other one down.
    times: count === undefined ? null : Math.max(1, count - hits),
  };
}

type Switch = readonly [Board, object];

function ofOpenstack({ effect, call, delayMs, status }: SandboxFaultRequest): Switch {
  const [, method, rest] = METHOD.exec(call ?? "") ?? [undefined, undefined, call ?? ""];
  const path = (rest ?? "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return [
    "faults",
    {
      ...(method !== undefined && { method: method.toUpperCase() }),
      ...(path !== "" && { path }),
      effect: effectOf(effect, delayMs, status),
    },
  ];
}

function ofCloudstack({ effect, call, delayMs: ms, status }: SandboxFaultRequest): Switch {
  const command = call ?? "*";
  switch (effect) {
    case "late-end":
      return ["command-faults", { kind: "job-delay", command, ms }];
    case "failed-end":
      return ["command-faults", { kind: "job-error", command }];
    case "outage":
      return ["faults", { effect: { kind: "outage" } }];
    case "delay":
      return ["command-faults", { kind: "delay", command, ms }];
    case "error":
      return ["command-faults", { kind: "error", command, status, text: "Broken on purpose in the sandbox" }];
    case "lost-request":
      return ["command-faults", { kind: "drop-before", command }];
    case "lost-answer":
      return ["command-faults", { kind: "drop-after", command }];
    case "duplicate":
      return ["command-faults", { kind: "repeat", command }];
  }
}

function effectOf(effect: SandboxEffect, ms: number, status: number): object {
  switch (effect) {
    case "delay":
      return { kind: "delay", ms };
    case "error":
      return { kind: "status", status };
    case "lost-request":
      return { kind: "drop", when: "before" };
    case "lost-answer":
      return { kind: "drop", when: "after" };
    case "duplicate":
      return { kind: "repeat" };
    case "outage":
    case "late-end":
    case "failed-end":
      return { kind: "outage" };
  }
}
