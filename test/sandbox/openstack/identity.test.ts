import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { openProbe, passwordLogin } from "../../../tools/openstack-shapes/probe.ts";
import { aNetwork, aServer, aVolume, startCloud, steppedClock, type TestCloud } from "./a-cloud.ts";

let cloud: TestCloud;
const clock = steppedClock();

beforeEach(async () => {
  cloud = await startCloud({ clock });
});
afterEach(() => cloud.close());

test("says on every answer and in the catalog that it is a sandbox", async () => {
  const answer = await cloud.demo.call("identity", "GET", "/auth/catalog");

  const names = (answer.json["catalog"] as { name: string }[]).map((service) => service.name);
  expect(answer.headers.get("x-twinstack-sandbox")).toBe("openstack");
  expect(names.length).toBeGreaterThanOrEqual(6);
  expect(names.every((name) => name.startsWith("sandbox-"))).toBe(true);
});

test("tells nobody which part of a login was wrong", async () => {
  const wrong = [
    { username: "demo", password: "nope", projectName: "demo" },
    { username: "nobody", password: "demo", projectName: "demo" },
    { username: "demo", password: "demo", projectName: "admin" },
  ];

  const answers = await Promise.all(
    wrong.map((target) =>
      fetch(`${cloud.authUrl}/auth/tokens`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(passwordLogin({ authUrl: cloud.authUrl, ...target })),
      }),
    ),
  );

  expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401]);
  expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
});

test("refuses a token after a day, and a new login works", async () => {
  clock.advance(24 * 3600 * 1000 + 1);

  const late = await cloud.demo.call("compute", "GET", "/servers");
  const again = await (await cloud.login("demo")).call("compute", "GET", "/servers");

  expect(late.status).toBe(401);
  expect(late.json).toMatchObject({ error: { code: 401, title: "Unauthorized" } });
  expect(again.status).toBe(200);
});

test("lets an application credential act for its user in its project until it is deleted", async () => {
  const path = `/users/${cloud.demo.userId}/application_credentials`;
  const body = { application_credential: { name: "product" } };
  const made = (await cloud.demo.call("identity", "POST", path, { body })).json["application_credential"] as {
    id: string;
    secret: string;
  };
  const login = () =>
    cloud.demo.call("identity", "POST", "/auth/tokens", {
      token: undefined,
      body: { auth: { identity: { methods: ["application_credential"], application_credential: made } } },
    });

  const first = await login();
  await cloud.demo.call("identity", "DELETE", `${path}/${made.id}`);
  const second = await login();

  expect(first.status).toBe(201);
  expect(first.json["token"]).toMatchObject({ project: { id: cloud.demo.projectId }, user: { id: cloud.demo.userId } });
  expect(second.status).toBe(404);
});

test("keeps one project's machines, disks, networks and images from another", async () => {
  const guest = await cloud.login("guest");
  const net = await aNetwork(cloud.demo);
  const server = await aServer(cloud.demo, { networks: [{ uuid: net.networkId }] });
  const volume = await aVolume(cloud.demo, { size: 1 });
  const image = await cloud.demo.call("image", "POST", "/images", { body: { name: "own", visibility: "private" } });

  const answers = await Promise.all([
    guest.call("compute", "GET", `/servers/${server}`),
    guest.call("volume", "GET", `/volumes/${volume}`),
    guest.call("network", "GET", `/networks/${net.networkId}`),
    guest.call("image", "GET", `/images/${String(image.json["id"])}`),
  ]);
  const projects = (await guest.call("identity", "GET", "/auth/projects")).json["projects"] as { name: string }[];

  expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404]);
  expect(projects.map((project) => project.name)).toEqual(["guest"]);
});

test("lets an administrator make a tenant, its user and its rights", async () => {
  const admin = await cloud.login("admin");
  const project = (await admin.call("identity", "POST", "/projects", { body: { project: { name: "course" } } })).json[
    "project"
  ] as { id: string };
  const user = (await admin.call("identity", "POST", "/users", { body: { user: { name: "student", password: "pw" } } }))
    .json["user"] as { id: string };
  const role = ((await admin.call("identity", "GET", "/roles?name=member")).json["roles"] as { id: string }[])[0];

  const granted = await admin.call("identity", "PUT", `/projects/${project.id}/users/${user.id}/roles/${role?.id}`);
  const student = await openProbe({
    authUrl: cloud.authUrl,
    username: "student",
    password: "pw",
    projectName: "course",
  });

  expect(granted.status).toBe(204);
  expect(student.projectId).toBe(project.id);
  expect((await student.call("compute", "GET", "/servers")).json).toEqual({ servers: [] });
});
