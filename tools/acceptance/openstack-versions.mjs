import { runCommand } from "../setup/run-command.mjs";

/** OpenStack's service, the Debian package that holds its code, and where its API says its versions. */
const SERVICES = [
  ["Keystone (identity)", "python3-keystone", ":5000/v3"],
  ["Glance (image)", "python3-glance", ":9292/versions"],
  ["Placement", "python3-placement", ":8778/"],
  ["Nova (compute)", "python3-nova", ":8774/v2.1/"],
  ["Neutron (network)", "python3-neutron", ":9696/"],
  ["Cinder (block storage)", "python3-cinder", ":8776/"],
];

/**
 * What was tested on.
 *
 * @param {string} address of a running test bed
 * @returns {Promise<{ service: string, version: string, api: string }[]>} `api` is the newest version it speaks
 */
export async function openstackVersions(address, env) {
  return Promise.all(
    SERVICES.map(async ([service, name, path]) => {
      const found = await runCommand("dpkg-query", ["-W", name], { env });
      return {
        service,
        version: found.ok ? found.stdout.trim().split("\t")[1] : "?",
        api: await newestApi(`http://${address}${path}`),
      };
    }),
  );
}

async function newestApi(url) {
  try {
    const body = await (await fetch(url)).json();
    const versions = [body.version ?? body.versions ?? []].flat();
    const [newest] = versions.toSorted((a, b) => b.id.localeCompare(a.id, "en", { numeric: true }));
    return newest?.max_version || newest?.version || newest?.id || "";
  } catch {
    return "";
  }
}
