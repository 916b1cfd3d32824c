import type { ApiTokenReceipt, Cloud, Organisation, Run, WebhookReceipt } from "../../src/contract/index.ts";
import { apply, breakCloud, plan, type StartedService, submit } from "../../test/_helpers/started-service.ts";

export interface Furnished {
  readonly email: string;
  readonly password: string;
  /** Runs on both clouds. */
  readonly running: string;
  readonly runOfIt: string;
  /** Planned, and waits for its review. */
  readonly planned: string;
  /** One of its places failed. */
  readonly broken: string;
  readonly brokenRun: string;
  readonly organisation: string;
  readonly webhook: string;
  readonly cloud: string;
}

const EMAIL = "mina@example.org";
const PASSWORD = "seven quiet herons";

const twin = (name: string, profile: string) => `name: ${name}
profile: ${profile}
network: { openPorts: [{ port: 22, description: SSH }] }
access: { generateKeyPair: true }
placement: { standby: { mode: running } }
`;

/** Things to look at: machines in several states, and an account that has a bit of everything. */
export async function furnish(service: StartedService): Promise<Furnished> {
  await service.api("PATCH", "/me", { email: EMAIL, name: "Mina Park" });
  await service.api("POST", "/me/password", { newPassword: PASSWORD });
  await service.api("PATCH", "/settings", { signUp: "invitation" });
  const { workspace: running } = await submit(service, twin("shop", "small-web-server"));
  const [applied] = await apply(service, await plan(service, running.id));
  const { workspace: planned } = await submit(service, twin("lecture-notes", "web-with-database"));
  await plan(service, planned.id);
  const { workspace: broken } = await submit(service, twin("python-class", "python-data-work"));
  const brokenRuns = await failing(service, broken.id);
  const organisation = (await service.api<Organisation>("POST", "/organisations", { handle: "lab", name: "The Lab" }))
    .body;
  await service.api("POST", `/organisations/${organisation.id}/invitations`, { role: "viewer" });
  await service.api<ApiTokenReceipt>("POST", "/me/tokens", { name: "nightly report", scope: "view" });
  const hook = await service.api<WebhookReceipt>("POST", "/webhooks", {
    ...{ name: "team chat", url: "https://chat.example.org/hooks/42", events: ["run.planned", "run.errored"] },
  });
  await service.api("POST", `/webhooks/${hook.body.webhook.id}/test`);
  const [cloud] = (await service.api<{ items: Cloud[] }>("GET", "/clouds")).body.items;
  return {
    cloud: cloud?.id ?? "",
    ...{ email: EMAIL, password: PASSWORD, running: running.id, planned: planned.id, broken: broken.id },
    runOfIt: applied?.id ?? "",
    brokenRun: brokenRuns.find(({ status }) => status === "errored")?.id ?? "",
    organisation: organisation.id,
    webhook: hook.body.webhook.id,
  };
}

/** The main cloud makes the machine, and its answer is lost. */
async function failing(service: StartedService, id: string): Promise<readonly Run[]> {
  const runs = await plan(service, id);
  const heal = await breakCloud(service, "openstack", {
    ...{ method: "POST", path: "/servers$", effect: { kind: "drop", when: "after" }, count: 1 },
  });
  const ended = await apply(service, runs);
  await heal();
  return ended;
}
