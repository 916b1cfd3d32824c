import type { TenantObjects } from "./tenant-objects.ts";

type Parameters = Readonly<Record<string, string>>;

/** How a route is called so that only the right to call it can be in the way. */
export interface RouteCase {
  /** What stands for the `:names` of the address, besides the object that the route's access names. */
  readonly params?: (of: TenantObjects) => Parameters;
  readonly query?: (of: TenantObjects) => Parameters;
  readonly body?: object;
  /** Statuses of those who may: what happens when the right is there. Never 401, 403 or 404. */
  readonly answers: readonly number[];
  /** What a token must be able to do where the route asks for more than its person's role. */
  readonly scope?: "manage";
}

const requirement = { name: "matrix" };
const ok = { answers: [200] };
const member = (of: TenantObjects): Parameters => ({ userId: of.member });
const banner = (of: TenantObjects): Parameters => ({ id: of.banner });
const image = (of: TenantObjects): Parameters => ({ id: of.image });
const person = (of: TenantObjects): Parameters => ({ id: of.member });
const site = (): Parameters => ({ site: "openstack" });
const noSession = (): Parameters => ({ sessionId: "00000000-0000-4000-8000-000000000000" });
const nothing = (): Parameters => ({ id: "00000000-0000-4000-8000-000000000000" });
const key = (): Parameters => ({ key: "matrix" });
const events = ["run.planned"];
/** Nothing listens there. */
const CLOUD_TEXT = {
  text: "[matrix]\nurl = http://127.0.0.1:9/client/api\napikey = key\nsecretkey = secret\n",
  zone: "zone",
};

/**
 * Every route that asks who calls, below /api/v1. A new route needs a line here: the tenant matrix fails without it.
 * HEAD is tried wherever GET is.
 */
export const ROUTE_CASES: Readonly<Record<string, RouteCase>> = {
  "GET /profiles": ok,
  "POST /requirements/check": { body: requirement, ...ok },
  "GET /status": ok,

  "GET /workspaces": ok,
  // The planted clouds offer too little to plan on; being refused for that takes the right to submit.
  "POST /workspaces": { body: requirement, answers: [201, 409, 422] },
  "GET /workspaces/:id": ok,
  "DELETE /workspaces/:id": { answers: [204, 409] },
  "GET /workspaces/:id/terraform": ok,
  "GET /workspaces/:id/revisions": ok,
  "POST /workspaces/:id/revisions": { body: requirement, answers: [200, 201, 409, 422] },
  "GET /workspaces/:id/revisions/:number": { params: () => ({ number: "1" }), ...ok },
  "POST /workspaces/:id/revisions/:number/restore": {
    params: () => ({ number: "1" }),
    answers: [200, 201, 409, 422],
  },
  "GET /workspaces/:id/revisions/:number/preview": { params: () => ({ number: "1" }), ...ok },
  "POST /workspaces/:id/runs": { body: {}, answers: [202, 409] },

  "GET /runs": { query: (of) => ({ workspaceId: of.workspace }), ...ok },
  "GET /runs/:id": ok,
  "GET /runs/:id/plan": ok,
  "GET /runs/:id/events": ok,
  "POST /runs/:id/apply": { body: {}, answers: [202, 409] },
  "POST /runs/:id/discard": { answers: [200] },
  "POST /runs/:id/cancel": { body: {}, answers: [202, 409] },
  "GET /instances": ok,
  "GET /events": ok,

  // Nothing was made there that could be reached.
  "POST /workspaces/:id/sites/:site/terminal-sessions": { params: site, answers: [409] },
  "POST /workspaces/:id/sites/:site/console-sessions": { params: site, answers: [409] },
  "GET /workspaces/:id/machine-sessions": ok,
  "DELETE /workspaces/:id/machine-sessions/:sessionId": { params: noSession, answers: [404] },
  "GET /workspaces/:id/machine-sessions/:sessionId/stream": { params: noSession, answers: [426] },
  "GET /machine-sessions": ok,
  "DELETE /machine-sessions/:sessionId": { params: noSession, answers: [404] },

  "GET /clouds": ok,
  // Nothing listens at the address, which is found out after the right was checked.
  "POST /clouds": {
    body: {
      kind: "cloudstack",
      name: "matrix",
      apiUrl: "http://127.0.0.1:9/client/api",
      zone: "zone",
      credentials: { apiKey: "key", secretKey: "secret" },
    },
    answers: [502],
  },
  "POST /clouds/import/preview": { body: CLOUD_TEXT, ...ok },
  "POST /clouds/import": { body: CLOUD_TEXT, answers: [502] },
  "GET /clouds/:id": ok,
  "PATCH /clouds/:id": { body: { description: "changed" }, ...ok },
  "DELETE /clouds/:id": { answers: [204, 409] },
  "POST /clouds/:id/test": ok,
  "GET /clouds/:id/catalog": ok,
  "POST /clouds/:id/catalog/refresh": { answers: [502] },

  "GET /clouds/:id/capacity": { answers: [502] },
  "GET /clouds/:id/uses": ok,

  "GET /images": ok,
  // Nobody has sent what it announces.
  "POST /images": { body: { name: "matrix", sizeBytes: 1, clouds: [] }, answers: [201, 409] },
  "GET /images/:id": { params: image, ...ok },
  "PATCH /images/:id": { params: image, body: { hidden: true }, ...ok },
  "DELETE /images/:id": { params: image, answers: [202] },
  "POST /images/:id/publish": { params: image, body: { clouds: [] }, answers: [202, 409, 422] },
  // Only HEAD is there. Its file lies in another folder, and the matrix sends no bytes.
  "GET /images/:id/content": { params: image, answers: [409, 503] },
  "PATCH /images/:id/content": { params: image, body: {}, answers: [415, 422, 503] },

  "GET /buckets": ok,
  "POST /buckets": { body: { name: "matrix", cloud: "none" }, answers: [409, 422] },
  // Nothing listens where the planted cloud is said to be; then what it said last is told.
  "GET /buckets/:id": ok,
  "PATCH /buckets/:id": { body: { quotaGib: 2 }, answers: [202, 409] },
  "DELETE /buckets/:id": { query: () => ({ force: "true" }), answers: [202] },
  "POST /buckets/:id/credentials": { body: {}, answers: [409, 502] },
  "DELETE /buckets/:id/credentials": { answers: [204] },
  "GET /buckets/:id/objects": { answers: [409, 502] },
  "GET /buckets/:id/object": { query: key, answers: [409, 502] },
  "PUT /buckets/:id/object": { query: key, body: {}, answers: [415] },
  "DELETE /buckets/:id/object": { query: key, answers: [409, 502] },

  "GET /webhooks": ok,
  "POST /webhooks": { body: { name: "matrix", url: "https://hook.example/", events }, answers: [201] },
  "GET /webhooks/:id": ok,
  "PATCH /webhooks/:id": { body: { name: "changed" }, ...ok },
  "DELETE /webhooks/:id": { answers: [204] },
  "POST /webhooks/:id/secret": { answers: [200, 201] },
  "POST /webhooks/:id/test": { answers: [202] },
  "GET /webhooks/:id/deliveries": ok,
  "POST /webhooks/:id/deliveries/:deliveryId/redeliver": {
    params: (of) => ({ deliveryId: of.delivery }),
    answers: [200, 202],
  },

  "GET /organisations": ok,
  "POST /organisations": { body: { handle: "lab" }, answers: [409] },
  "GET /organisations/:id": ok,
  "PATCH /organisations/:id": { body: { name: "changed" }, ...ok },
  "DELETE /organisations/:id": { answers: [204, 409] },
  "GET /organisations/:id/members": ok,
  "PATCH /organisations/:id/members/:userId": { params: member, body: { role: "viewer" }, answers: [200, 204] },
  "DELETE /organisations/:id/members/:userId": { params: member, answers: [204] },
  "POST /organisations/:id/leave": { answers: [204, 409], scope: "manage" },
  "GET /organisations/:id/invitations": ok,
  "POST /organisations/:id/invitations": { body: {}, answers: [201] },
  "DELETE /organisations/:id/invitations/:invitationId": {
    params: (of) => ({ invitationId: of.invitation }),
    answers: [204],
  },
  "POST /invitations/accept": { body: { token: "no-such-invitation-token" }, answers: [409, 410, 422] },
  "GET /invitations": ok,
  "POST /invitations": { body: {}, answers: [201] },
  "DELETE /invitations/:id": { params: (of) => ({ id: of.invitation }), answers: [204] },

  "POST /workspaces/:id/sites/:site/power": { params: site, body: { action: "start" }, answers: [202, 409] },
  "GET /workspaces/:id/power-actions": ok,
  "GET /workspaces/:id/power-actions/:action": { params: (of) => ({ action: of.powerAction }), ...ok },
  "POST /workspaces/:id/power-actions/:action/cancel": {
    params: (of) => ({ action: of.powerAction }),
    answers: [200, 409],
  },
  "GET /workspaces/:id/events": ok,
  "GET /workspaces/:id/engine": ok,
  "POST /workspaces/:id/upgrade-engine": { body: {}, answers: [200, 202, 409] },
  "GET /workspaces/:id/repair": { answers: [200, 409] },
  "POST /workspaces/:id/repair": { body: {}, answers: [202, 409] },
  "GET /workspaces/:id/drift": ok,
  "POST /workspaces/:id/drift/check": { answers: [202] },
  "GET /drift": ok,
  "GET /workspaces/:id/policy": ok,
  "PUT /workspaces/:id/policy": { body: {}, ...ok },
  "GET /workspaces/:id/states/:site": { params: site, ...ok },
  "GET /workspaces/:id/states/:site/versions/:serial": { params: () => ({ site: "openstack", serial: "1" }), ...ok },
  "GET /workspaces/:id/states/:site/diff": { params: site, query: () => ({ from: "1", to: "1" }), ...ok },
  "POST /workspaces/:id/states/:site/rollback": { params: site, body: { serial: 1 }, answers: [423] },
  "POST /workspaces/:id/states/:site/unlock": { params: site, body: { lockId: "planted" }, answers: [200, 409] },
  "POST /workspaces/:id/transfer": { body: { to: "ann" }, answers: [200, 201, 409, 422] },
  "DELETE /workspaces/:id/transfer": { answers: [204] },
  "GET /transfers": ok,
  "POST /transfers/:id/accept": { params: (of) => ({ id: of.transfer }), answers: [423] },
  "POST /transfers/:id/decline": { params: (of) => ({ id: of.transfer }), answers: [200, 204] },

  "GET /me": ok,
  "GET /me/export": ok,
  // Without the name to confirm it, for the person is needed again.
  "DELETE /me": { body: {}, answers: [422] },
  "GET /me/identities": ok,
  "POST /me/identities": { body: { nonsense: true }, answers: [422] },
  "DELETE /me/identities/:id": { params: (of) => ({ id: of.identity }), answers: [204] },
  "PATCH /me": { body: { name: "Changed" }, ...ok },
  // Nobody here has a password; that the wrong one is refused takes the right to ask.
  "POST /me/password": {
    body: { current: "a wrong password", next: "another long password" },
    answers: [204, 409, 422],
  },
  "GET /me/sessions": ok,
  "DELETE /me/sessions/:id": { params: (of) => ({ id: of.session }), answers: [204] },
  "POST /me/sessions/end-all": { body: {}, answers: [200, 204] },
  "POST /me/second-factor": { body: { password: "a wrong password" }, answers: [200, 409, 422] },
  "POST /me/second-factor/confirm": { body: {}, answers: [422] },
  "POST /me/second-factor/turn-off": {
    body: { password: "a wrong password", code: "000000" },
    answers: [204, 409, 422],
  },

  "GET /banners": ok,
  "GET /admin/banners": ok,
  "POST /admin/banners": { body: { text: { en: "Later", ko: "나중에" } }, answers: [201] },
  "PATCH /admin/banners/:id": { params: banner, body: { level: "warning" }, ...ok },
  "DELETE /admin/banners/:id": { params: banner, answers: [204] },
  // No cloud is registered for administration here; being told so takes the right to ask.
  "GET /admin/tenants": ok,
  "POST /admin/tenants": { body: { account: "ann", cloud: "none" }, answers: [404] },
  "GET /admin/tenants/:id": { params: nothing, answers: [404] },
  "DELETE /admin/tenants/:id": { params: nothing, answers: [404] },
  "GET /admin/clouds": ok,
  "POST /admin/clouds": { body: {}, answers: [422] },
  "DELETE /admin/clouds/:id": { params: nothing, answers: [404] },
  "GET /admin/workspaces": ok,
  "GET /admin/instances": ok,
  "GET /admin/runs": ok,
  "POST /admin/runs/:id/cancel": { params: (of) => ({ id: of.run }), body: {}, answers: [202] },
  "GET /admin/organisations": ok,
  "GET /admin/organisations/:id/members": { params: () => ({ id: "lab" }), ...ok },

  "GET /settings": ok,
  "PATCH /settings": { body: {}, ...ok },
  "GET /users": ok,
  "POST /users": { body: { handle: "ann" }, answers: [201, 409, 422] },
  "GET /users/:id": { params: person, ...ok },
  "GET /users/:id/sessions": { params: person, ...ok },
  "DELETE /users/:id/sessions/:sessionId": { params: (of) => ({ ...person(of), ...noSession() }), answers: [404] },
  "POST /users/:id/suspend": { params: person, answers: [200, 204] },
  "POST /users/:id/unsuspend": { params: person, answers: [200, 204] },
  "PUT /users/:id/site-admin": { params: person, answers: [200, 204] },
  "DELETE /users/:id/site-admin": { params: person, answers: [200, 204, 409] },
  "POST /users/:id/password-reset": { params: person, answers: [200, 201] },
  "DELETE /users/:id/second-factor": { params: person, answers: [204] },

  "GET /me/tokens": ok,
  "POST /me/tokens": { body: { name: "matrix" }, answers: [201] },
  "DELETE /me/tokens/:id": { params: (of) => ({ id: of.token }), answers: [204] },
  "DELETE /me/tokens": { answers: [200, 204] },

  "GET /audit": ok,
  "GET /audit/export": ok,
};

/** Routes that ask for no person, and what guards them instead. */
export const OPEN_ROUTES: Readonly<Record<string, string>> = {
  "GET /auth/options": "says how one may sign in",
  "GET /auth/banners": "says what an administrator wants everybody to know",
  "GET /auth/openid/start": "leads to the issuer",
  "GET /auth/openid/callback": "asks for what the issuer said",
  "POST /auth/sign-up": "is for people without an account, as the site's administrator allows",
  "POST /auth/sign-up/confirm": "asks for the secret of a letter",
  "POST /auth/login": "asks for the password",
  "POST /auth/login/link": "asks for the link",
  "POST /auth/login/second-factor": "asks for the code",
  "POST /auth/logout": "ends the session whose cookie is sent",
  "POST /auth/password/forgotten": "says the same to everybody",
  "POST /auth/password/reset": "asks for the secret of a link",
  "POST /auth/email/confirm": "asks for the secret of a letter",
  "GET /": "says what this is and how many clouds are shared",
  "GET /livez": "says that the process lives",
  "GET /readyz": "says whether requests can be served",
  "GET /api/openapi.json": "describes the API",
  "GET /metrics": "asks for the collector's token or an administrator's",
  "GET /image-content/:token/:file": "asks for the secret in the address of one publication",
  "POST /machine/v1/bootstrap": "asks for a machine's one-time token",
  "POST /machine/v1/heartbeat": "asks for a machine's token",
  "GET /state/v1/:workspaceId/:site": "asks for the credential of a run of that site",
  "POST /state/v1/:workspaceId/:site": "asks for the credential of a run of that site",
  "LOCK /state/v1/:workspaceId/:site/lock": "asks for the credential of a run of that site",
  "POST /state/v1/:workspaceId/:site/lock": "asks for the credential of a run of that site",
  "UNLOCK /state/v1/:workspaceId/:site/lock": "asks for the credential of a run of that site",
  "DELETE /state/v1/:workspaceId/:site/lock": "asks for the credential of a run of that site",
};
