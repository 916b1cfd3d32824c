import type { Cloud } from "../../src/contract/index.ts";
import type { StartedService } from "./started-service.ts";

type Json = Readonly<Record<string, unknown>>;

/** Registrations of the sandbox clouds with their administrators' credentials. */
export async function adminRegistrations(service: StartedService) {
  const { items } = (await service.api<{ items: Cloud[] }>("GET", "/clouds")).body;
  const endpoint = (kind: Cloud["kind"]) =>
    items.find((cloud) => cloud.kind === kind && cloud.ownerId === null)?.endpoint;
  return {
    openstack: {
      ...{ kind: "openstack", name: "adm-os", sandbox: true, authUrl: endpoint("openstack") ?? "" },
      credentials: { type: "password", username: "admin", password: "admin", projectName: "admin" },
    },
    cloudstack: {
      ...{
        kind: "cloudstack",
        name: "adm-cs",
        sandbox: true,
        apiUrl: endpoint("cloudstack") ?? "",
        zone: "sandbox-zone",
      },
      credentials: { apiKey: "sandbox-admin-api-key", secretKey: "sandbox-admin-secret-key" },
    },
  } as const;
}

/** The sandbox's OpenStack with its administrator's eyes. */
export async function openstackAdmin(authUrl: string) {
  const json = { "content-type": "application/json" };
  const user = { name: "admin", domain: { name: "Default" }, password: "admin" };
  const scope = { project: { name: "admin", domain: { name: "Default" } } };
  const auth = { identity: { methods: ["password"], password: { user } }, scope };
  const login = await fetch(`${authUrl}/auth/tokens`, {
    ...{ method: "POST", headers: json, body: JSON.stringify({ auth }) },
  });
  const headers = { ...json, "x-auth-token": login.headers.get("x-subject-token") ?? "" };
  const { origin } = new URL(authUrl);
  return async (method: string, path: string, body?: Json): Promise<Json> => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${origin}${path}`, { method, headers, ...sent });
    return (await answer.json()) as Json;
  };
}
