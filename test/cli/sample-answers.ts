/** The service's answers that commands are tried on. */
export const RUN_ID = "11111111-1111-4111-8111-111111111111";
export const WORKSPACE = {
  id: "22222222-2222-4222-8222-222222222222",
  name: "web",
  ownerId: "me",
  revision: 2,
  createdAt: "",
  updatedAt: "",
  sites: [],
};
export const SUMMARY = {
  danger: "in-place",
  counts: { create: 1, update: 0, replace: 0, destroy: 0, forget: 0 },
  changes: [
    {
      address: "a.b",
      type: "a",
      name: "b",
      actions: ["create"],
      danger: "in-place",
      title: "makes the machine",
      reason: null,
      attributes: [],
    },
  ],
  rejected: [],
};
export const RUN = {
  id: RUN_ID,
  workspaceId: WORKSPACE.id,
  workspaceName: "web",
  groupId: RUN_ID,
  site: "openstack",
  role: "primary",
  kind: "apply",
  revision: 2,
  status: "planned",
  queuePosition: null,
  waitingFor: null,
  summary: SUMMARY,
  failure: null,
};
