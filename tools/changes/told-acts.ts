import { SANDBOX_TOKEN } from "../../test/_helpers/sandbox-site.ts";
import type { ToldActs } from "./changed-site.ts";

type Environment = Readonly<Record<string, string | undefined>>;

interface Token {
  readonly token: {
    readonly catalog: readonly { readonly type: string; readonly endpoints: readonly { readonly url: string }[] }[];
  };
}

/** What Nova did to the machine since the last look. */
export async function openstackActs(environment: Environment): Promise<ToldActs> {
  const domain = { name: environment["OS_DOMAIN_NAME"] };
  const user = { name: environment["OS_USERNAME"], password: environment["OS_PASSWORD"], domain };
  const scope = { project: { name: environment["OS_PROJECT_NAME"], domain } };
  const auth = { identity: { methods: ["password"], password: { user } }, scope };
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${environment["OS_AUTH_URL"]}/auth/tokens`, {
    ...{ method: "POST", headers, body: JSON.stringify({ auth }) },
  });
  const { token } = (await answer.json()) as Token;
  const compute = token.catalog.find(({ type }) => type === "compute")?.endpoints[0]?.url ?? "";
  const secret = answer.headers.get("x-subject-token") ?? "";
  const seen = new Set<string>();
  return async (machineId) => {
    if (machineId === null) return [];
    const url = `${compute}/servers/${machineId}/os-instance-actions`;
    const listed = await fetch(url, {
      headers: { "x-auth-token": secret, "openstack-api-version": "compute 2.51" },
    });
    if (!listed.ok) return [];
    const { instanceActions } = (await listed.json()) as {
      readonly instanceActions: readonly { readonly action: string; readonly request_id: string }[];
    };
    const fresh = instanceActions.filter(({ request_id }) => !seen.has(request_id)).toReversed();
    for (const { request_id } of fresh) seen.add(request_id);
    return fresh.map(({ action }) => action);
  };
}

/** Which of CloudStack's commands that change something were called since the last look. */
export function cloudstackActs(environment: Environment): ToldActs {
  const url = `${new URL(environment["CLOUDSTACK_API_URL"] ?? "").origin}/sandbox-admin/calls`;
  const headers = { "x-sandbox-token": SANDBOX_TOKEN };
  return async () => {
    const { calls } = (await (await fetch(url, { headers })).json()) as {
      readonly calls: readonly { readonly command: string }[];
    };
    await fetch(url, { method: "DELETE", headers });
    const commands = calls.map(({ command }) => command).filter((name) => !/^(list|query|get)/.test(name));
    return [...new Set(commands)];
  };
}
