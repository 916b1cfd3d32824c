import { stateOf } from "../_helpers/state-versions.ts";
import { ROUTE_CASES } from "../_helpers/tenant-cases.ts";
import type { Dice } from "./dice.ts";
import { freshName } from "./fuzz-world.ts";
import { currentCode, type FuzzThings, PASSWORD } from "./plant-fuzz-things.ts";

/** What an operation needs besides a sound address, so that it can succeed. */
export interface SoundParts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Who asks, where it is none of those who may ask for everything of the account. */
  readonly caller?: string;
}

type Sound = (own: FuzzThings, around: { readonly dice: Dice; readonly document: unknown }) => SoundParts;

/** Serials of states that the fuzz writes: always newer. */
let serial = 10;
const LOCK = { ID: "fuzz", Operation: "OperationTypeApply", Who: "fuzz@example" };
const named = (document: unknown, name: string) => ({ ...(document as object), name });
const machine = (own: FuzzThings) => ({ workspaceId: own.workspace, site: "openstack" });
const onOther = { params: { site: "cloudstack" }, caller: "another run of ann" };
const spare = (own: FuzzThings): SoundParts => ({ params: { id: own.spareCloud } });
const free = () => ({ params: { site: "openstack" } });

/** By operation; the others succeed with what their schema says. */
const SOUND: Readonly<Record<string, Sound>> = {
  "POST /machine/v1/bootstrap": (own) => ({
    body: {
      ...machine(own),
      hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0/yugVJGNL1xdqmnv2ILXw+aB4WUePDwuJhtWS1YfH"],
    },
    caller: "a new machine of ann",
  }),
  "POST /machine/v1/heartbeat": (own) => ({
    body: { ...machine(own), bootId: "b-1", uptimeSeconds: 5, firstBootDone: true, gate: "off" },
    caller: "a machine of ann",
  }),
  "GET /api/v1/admin/organisations/{id}/members": () => ({ params: { id: "lab" } }),
  "PATCH /api/v1/admin/banners/{id}": (own) => ({ params: { id: own.banner }, body: { level: "warning" } }),
  "DELETE /api/v1/admin/banners/{id}": (own) => ({ params: { id: own.banner } }),
  "GET /api/v1/clouds/{id}/capacity": spare,
  "GET /metrics": () => ({ caller: "root/manage" }),
  "GET /state/v1/{workspaceId}/{site}": () => ({ params: { site: "openstack" }, caller: "a run of ann" }),
  "POST /state/v1/{workspaceId}/{site}": () => {
    serial += 1;
    return { ...onOther, query: { ID: LOCK.ID }, body: JSON.parse(Buffer.from(stateOf(serial).bytes).toString()) };
  },
  "POST /state/v1/{workspaceId}/{site}/lock": () => ({ ...onOther, body: LOCK }),
  "DELETE /state/v1/{workspaceId}/{site}/lock": () => ({ ...onOther, body: LOCK }),
  "LOCK /state/v1/{workspaceId}/{site}/lock": () => ({ ...onOther, body: LOCK }),
  "UNLOCK /state/v1/{workspaceId}/{site}/lock": () => ({ ...onOther, body: LOCK }),

  "POST /api/v1/auth/sign-up": (own) => ({
    body: {
      email: `${freshName()}@example.org`,
      handle: freshName(),
      name: "New",
      password: PASSWORD,
      invitation: own.links.invitation,
    },
    caller: "nobody",
  }),
  "POST /api/v1/auth/login": () => ({ body: { email: "pat@example.org", password: PASSWORD }, caller: "nobody" }),
  "POST /api/v1/auth/login/second-factor": () => ({ body: { code: currentCode() }, caller: "toto by cookie" }),
  "POST /api/v1/auth/password/forgotten": () => ({ body: { email: "pat@example.org" }, caller: "nobody" }),
  "POST /api/v1/auth/password/reset": (own) => ({
    body: { token: own.links["password-reset"], newPassword: PASSWORD },
    caller: "nobody",
  }),
  "POST /api/v1/auth/email/confirm": (own) => ({ body: { token: own.links["email-confirmation"] }, caller: "nobody" }),
  "POST /api/v1/auth/logout": () => ({ caller: "zoe by cookie" }),
  "DELETE /api/v1/me": (own) => ({ body: { confirmHandle: own.zoe }, caller: "zoe by cookie" }),
  "DELETE /api/v1/organisations/{id}": (own) => ({ params: { id: `${own.zoe}-org` }, caller: "zoe by cookie" }),
  "POST /api/v1/me/password": () => ({
    body: { oldPassword: PASSWORD, newPassword: PASSWORD },
    caller: "pat by cookie",
  }),
  "POST /api/v1/me/second-factor": () => ({ body: { password: PASSWORD }, caller: "pat by cookie" }),
  "POST /api/v1/me/second-factor/confirm": () => ({ body: { code: currentCode() }, caller: "una by cookie" }),
  "POST /api/v1/me/second-factor/turn-off": () => ({
    body: { password: PASSWORD, code: currentCode() },
    caller: "toto inside",
  }),
  "PATCH /api/v1/me": (_own, { dice }) => ({ body: { name: `Ann ${dice.below(99)}` }, caller: "ann by cookie" }),
  "PATCH /api/v1/settings": () => ({ body: { signUp: "invitation" } }),

  "POST /api/v1/requirements/check": (_own, { document }) => ({ body: document }),
  "PUT /api/v1/workspaces/{id}/policy": () => ({ body: { changes: "safe" } }),
  "POST /api/v1/workspaces": (_own, { document }) => ({ body: named(document, freshName()) }),
  "POST /api/v1/workspaces/{id}/revisions": ({ submitted }, { dice }) => ({
    params: { id: submitted.id },
    body: { name: submitted.name, contact: { name: `Somebody ${dice.below(1_000)}` } },
  }),
  "GET /api/v1/workspaces/{id}/revisions/{number}": () => ({ params: { number: "1" } }),
  "POST /api/v1/runs/{id}/apply": (own) => ({ body: { confirmName: own.marker } }),
  "GET /api/v1/workspaces/{id}/states/{site}/versions/{serial}": () => ({ params: { site: "openstack", serial: "1" } }),
  "GET /api/v1/workspaces/{id}/states/{site}/diff": () => ({
    params: { site: "openstack" },
    query: { from: "1", to: "1" },
  }),
  "POST /api/v1/workspaces/{id}/states/{site}/rollback": () => ({
    ...free(),
    body: { serial: 1 },
    caller: "lea/manage@lab",
  }),
  "POST /api/v1/workspaces/{id}/states/{site}/unlock": () => ({
    ...free(),
    body: { lockId: "planted" },
    caller: "ann/manage",
  }),

  "POST /api/v1/clouds": (own) => ({ query: { force: "true" }, body: { ...own.answeringCloud, name: freshName() } }),
  "POST /api/v1/clouds/{id}/catalog/refresh": spare,
  "POST /api/v1/clouds/{id}/test": spare,
  "GET /api/v1/clouds/{id}/catalog": (own) => ({ params: { id: own.cloud } }),
  "DELETE /api/v1/clouds/{id}": spare,
  "POST /api/v1/webhooks": () => ({
    body: { name: freshName(), url: "https://hook.example/", events: ["run.planned"] },
  }),
  "POST /api/v1/organisations": () => ({ body: { handle: freshName(), name: "Made" } }),
  "PATCH /api/v1/organisations/{id}": () => ({ body: { name: "Changed" } }),
  "PATCH /api/v1/organisations/{id}/members/{userId}": () => ({ body: { role: "viewer" } }),
  "POST /api/v1/invitations/accept": (own) => ({ body: { token: own.links.membership }, caller: "zoe by cookie" }),
  "DELETE /api/v1/users/{id}/sessions/{sessionId}": (own) => ({ params: { id: "ann", sessionId: own.session } }),
  "POST /api/v1/users": () => ({ body: { handle: freshName(), name: "New", email: `${freshName()}@example.org` } }),
  "POST /api/v1/workspaces/{id}/transfer": (own) => ({ params: { id: own.bareWorkspace }, body: { to: "giver" } }),
  "GET /api/v1/audit": () => ({ query: { scope: "account" } }),
  "GET /api/v1/audit/export": () => ({ query: { scope: "account", format: "csv" } }),
};

/** How the operation can succeed: as said above, else as the matrix of tenants calls it, else as its schema says. */
export function soundPartsOf(key: string, own: FuzzThings, around: Parameters<Sound>[1]): SoundParts {
  const said = SOUND[key];
  if (said !== undefined) return said(own, around);
  const matrix = ROUTE_CASES[key.replace("/api/v1", "").replace(/\{(\w+)\}/g, ":$1")];
  return {
    ...(matrix?.params && { params: matrix.params(own) }),
    ...(matrix?.body && { body: matrix.body }),
    ...(matrix?.query && { query: matrix.query(own) }),
  };
}

/** Operations that never succeed in this world, and why; anything else that never does is a finding. */
export const UNREACHED: Readonly<Record<string, string>> = {
  "POST /api/v1/auth/login/link":
    "its link is printed by the service's own start; test/people/sign-in-link follows one",
  "POST /api/v1/auth/sign-up/confirm": "its token is only in a letter, and signing up openly takes a mail server",
  "GET /api/v1/auth/openid/start": "no issuer is configured here; test/e2e signs in through a real one",
  "GET /api/v1/auth/openid/callback": "no issuer is configured here; test/e2e signs in through a real one",
  "POST /api/v1/me/identities": "no issuer is configured here; test/e2e signs in through a real one",
  "POST /api/v1/runs/{id}/apply":
    "the planted plan is older than its state, which is rolled back here; test/e2e applies",
  "POST /api/v1/workspaces/{id}/sites/{site}/power":
    "a start of that machine is planted and not done; test/e2e/power-survives-a-kill starts and stops",
  "POST /api/v1/workspaces/{id}/sites/{site}/terminal-sessions":
    "no machine listens; test/web/machine-in-use opens one",
  "POST /api/v1/workspaces/{id}/sites/{site}/console-sessions": "no machine listens; test/web/machine-in-use opens one",
  "DELETE /api/v1/workspaces/{id}/machine-sessions/{sessionId}": "no session can be open here; machine-in-use ends one",
  "DELETE /api/v1/machine-sessions/{sessionId}": "no session can be open here; test/remote ends one",
  "GET /image-content/{token}/{file}":
    "its address is a secret of one publication; test/image/published-image reads it",
  "PATCH /api/v1/images/{id}/content": "takes bytes of an upload, not JSON; test/image sends them",
  "POST /api/v1/images/{id}/publish": "the planted image has no content; test/image publishes to both clouds",
  "POST /api/v1/buckets": "no cloud here has object storage; test/e2e/buckets-on-both-clouds makes some",
  "POST /api/v1/clouds/import": "its text has to name a cloud that answers; test/web/stories/cloud-import brings one",
  "POST /api/v1/admin/clouds": "takes an administrator of a cloud; test/e2e/a-tenant-of-ones-own registers both kinds",
  "DELETE /api/v1/admin/clouds/{id}": "none is registered here; test/e2e/a-tenant-of-ones-own removes one",
  "POST /api/v1/admin/tenants": "no cloud is registered for it here; test/e2e/a-tenant-of-ones-own makes them",
  "GET /api/v1/admin/tenants/{id}": "there can be none here; test/e2e/a-tenant-of-ones-own shows them",
  "DELETE /api/v1/admin/tenants/{id}": "there can be none here; test/e2e/a-tenant-of-ones-own removes them",
  "POST /api/v1/buckets/{id}/credentials": "its cloud is away; test/e2e/buckets-on-both-clouds asks for them",
  "GET /api/v1/buckets/{id}/objects": "its cloud is away; test/e2e/buckets-on-both-clouds lists them",
  "GET /api/v1/buckets/{id}/object": "its cloud is away; test/e2e/buckets-on-both-clouds reads one",
  "PUT /api/v1/buckets/{id}/object": "its cloud is away; test/e2e/buckets-on-both-clouds sends some",
  "DELETE /api/v1/buckets/{id}/object": "its cloud is away; test/e2e/buckets-on-both-clouds removes one",
};
