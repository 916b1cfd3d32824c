import { type Probe, type ProbeTarget, passwordLogin } from "./probe.ts";

/** Login, discovery, catalog, and the ways a login is refused. */
export async function probeIdentity(probe: Probe, target: ProbeTarget): Promise<void> {
  const base = target.authUrl.replace(/\/v3$/, "");
  await probe.call("identity", "GET", `${base}/`, { name: "identity.versions", token: undefined });
  await probe.call("identity", "GET", "", { name: "identity.v3", token: undefined });
  const login = (body: unknown, name: string) =>
    probe.call("identity", "POST", "/auth/tokens", { name, body, token: undefined });
  await login(passwordLogin(target), "identity.login");
  await login(passwordLogin({ ...target, password: "wrong" }), "identity.login-wrong-password");
  await login(passwordLogin({ ...target, projectName: "no-such-project" }), "identity.login-wrong-project");
  await login({ auth: {} }, "identity.login-malformed");
  await login(
    { auth: { identity: { methods: ["application_credential"], application_credential: { id: "x", secret: "y" } } } },
    "identity.login-wrong-application-credential",
  );
  await probe.call("identity", "GET", "/auth/projects", { name: "identity.auth-projects" });
  await probe.call("identity", "GET", "/auth/catalog", { name: "identity.auth-catalog" });
  await probe.call("identity", "GET", "/auth/tokens", {
    name: "identity.token-check",
    headers: { "x-subject-token": probe.token },
  });
  await probe.call("identity", "GET", "/auth/projects", { name: "identity.no-token", token: undefined });
  await probe.call("identity", "GET", "/auth/projects", { name: "identity.bad-token", token: "bogus" });
  await probe.call("identity", "GET", `/projects/${probe.projectId}`, { name: "identity.project" });
  await probe.call("identity", "GET", "/projects", { name: "identity.projects-forbidden" });
  const made = await probe.call("identity", "POST", `/users/${probe.userId}/application_credentials`, {
    name: "identity.application-credential-create",
    body: { application_credential: { name: "shape-probe" } },
  });
  const credential = made.json["application_credential"] as { id: string; secret: string };
  await login(
    {
      auth: {
        identity: {
          methods: ["application_credential"],
          application_credential: { id: credential.id, secret: credential.secret },
        },
      },
    },
    "identity.login-application-credential",
  );
  const path = `/users/${probe.userId}/application_credentials/${credential.id}`;
  await probe.call("identity", "GET", path, { name: "identity.application-credential" });
  await probe.call("identity", "DELETE", path, { name: "identity.application-credential-delete" });
  await probe.call("identity", "GET", path, { name: "identity.application-credential-missing" });
}
