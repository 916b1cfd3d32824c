import { expect, test } from "@jest/globals";
import { cli, said, useFreshTerminal } from "./a-terminal.ts";
import { RUN, WORKSPACE } from "./sample-answers.ts";

useFreshTerminal();

const AT = "2026-11-21T13:14:24.969Z";
const LOST = { reason: "worker-lost", text: "Its worker was lost; another one takes it over in a moment." };
const QUEUED = {
  ...RUN,
  createdAt: AT,
  status: "pending",
  queuePosition: 3,
  waitingFor: { reason: "queue", text: "It is number 3." },
};
const STUCK = { ...RUN, createdAt: AT, revision: 1, status: "applying", queuePosition: null, waitingFor: LOST };

test("lists runs with their place in the queue, and below them why others stand still", async () => {
  await cli(["runs"], () => ({
    body: { items: [QUEUED, STUCK, { ...QUEUED, status: "applied", queuePosition: null, waitingFor: null }] },
  }));

  const text = said.out.join("\n");
  expect(text).toContain("waiting for its turn, number 3 in the queue");
  expect(text.split("\n").filter((line) => line.includes("waits:"))).toEqual([
    `${RUN.workspaceName}/${RUN.site} waits: ${LOST.text}`,
  ]);
});

test("shows of a machine where its runs stand that have not ended", async () => {
  const site = { ...{ site: "openstack", role: "primary", cloudName: "box", sandbox: true, appliedRevision: 1 } };
  const revision = {
    requirement: {
      hardware: { vcpu: 1, memoryGib: 2, rootDiskGib: 10, volumes: [] },
      software: { os: { family: "debian", version: "12" } },
      placement: { standby: { mode: "off" } },
      network: { openPorts: [] },
      access: { loginName: "owner" },
    },
    deploymentPlan: { sites: [], explanations: [], warnings: [] },
  };

  await cli(["show", "web"], ({ path }) => {
    const lastRun = { id: RUN.id, status: "applying" };
    if (path === "/api/v1/workspaces") return { body: { items: [{ ...WORKSPACE, sites: [{ ...site, lastRun }] }] } };
    if (path === `/api/v1/runs/${RUN.id}`) return { body: STUCK };
    return { body: path.includes("/revisions/") ? revision : { items: [] } };
  });

  expect(said.out.at(-1)).toBe(`${RUN.site}: applying. ${LOST.text}`);
});
