import { SANDBOX_CREDENTIALS } from "../../sandbox/cloudstack/seed/credentials.ts";
import type { PatientApi } from "./api.ts";

export async function registerClouds(api: PatientApi, openstack: string, apiUrl: string): Promise<void> {
  for (const registration of [
    {
      ...{ kind: "openstack", name: "kill-openstack", authUrl: `${openstack}/identity/v3` },
      credentials: { type: "password", username: "demo", password: "demo", projectName: "demo" },
    },
    { kind: "cloudstack", name: "kill-cloudstack", apiUrl, zone: "sandbox-zone", credentials: admin() },
  ]) {
    const answer = await api("POST", "/clouds", { ...registration, sandbox: true, shared: true });
    if (answer.status !== 201) throw new Error(`the cloud was refused: ${JSON.stringify(answer.body)}`);
  }
}

function admin() {
  const { apiKey, secretKey } = SANDBOX_CREDENTIALS.admin;
  return { apiKey, secretKey };
}
