import type { FuzzCaller } from "./api-requests.ts";
import type { FuzzWorld, OwnAccount } from "./fuzz-world.ts";

/** Whoever sends requests: by token, by cookie, by a run's or a machine's credential, and by nothing. */
export function fuzzCallers(world: FuzzWorld): readonly FuzzCaller[] {
  const byToken = (name: string, account: OwnAccount): FuzzCaller => {
    const token = world.callers.find((caller) => caller.name === name)?.token;
    if (token === undefined) throw new Error(`nobody is called ${name}`);
    return { name, headers: () => ({ authorization: `Bearer ${token}` }), own: () => world.own(account) };
  };
  const ofAnn = (name: string, headers: (ann: ReturnType<FuzzWorld["own"]>) => Readonly<Record<string, string>>) => ({
    name,
    headers: () => headers(world.own("ann")),
    own: () => world.own("ann"),
  });
  const withCookie = (session: string) => ({
    cookie: `__Host-twinstack-session=${session}`,
    origin: "https://twin.example",
  });
  const byCookie = ofAnn("ann by cookie", ({ session }) => withCookie(session));
  const people = (["pat", "toto", "una", "zoe"] as const).map((person) =>
    ofAnn(`${person} by cookie`, ({ sessions }) => withCookie(sessions[person])),
  );
  const inside = ofAnn("toto inside", ({ sessions }) => withCookie(sessions.totoInside));
  const owners = ["ann/manage", "ann/manage", "ann/manage"].map((name) => byToken(name, "ann"));
  const organisation = ["lea/manage", "lea/manage", "lea/manage@lab"].map((name) => byToken(name, "lab"));
  return [
    ...[...owners, ...organisation, byCookie, byCookie, byCookie],
    ...[byToken("ann/view", "ann"), byToken("ann/change", "ann"), byToken("vic/manage", "lab")],
    ...[byToken("sam/manage", "ann"), byToken("root/manage", "ann"), ...people, inside],
    ofAnn("a run of ann", ({ run, statePassword }) => basic(run, statePassword)),
    ofAnn("another run of ann", ({ otherRun }) => basic(otherRun.id, otherRun.password)),
    ofAnn("a new machine of ann", ({ workspace }) => ({ authorization: `Bearer bootstrap-of-${workspace}` })),
    ofAnn("a machine of ann", ({ workspace }) => ({ authorization: `Bearer machine-of-${workspace}` })),
    ofAnn("nobody", () => ({})),
  ];
}

function basic(user: string, password: string): Readonly<Record<string, string>> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
}
