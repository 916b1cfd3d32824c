import { expect, test } from "@jest/globals";
import type { HeartbeatRequest } from "../../src/contract/index.ts";
import { gateOf, type MachineRecord, makeAnswerHeartbeat, makeBootstrapMachine } from "../../src/machine/index.ts";
import { IDS, sampleRequirement } from "../_helpers/samples.ts";

const clock = { now: () => new Date("2026-11-21T12:00:00Z") };
const sha256 = (text: string): string => `hash-of-${text}`;
const site = { workspaceId: IDS.workspace, site: "openstack" } as const;

test.each([
  ["primary", false, "off"],
  ["standby", false, "off"],
  ["primary", true, "open"],
  ["standby", true, "closed"],
] as const)("the gate of a %s machine, protected: %s, is %s", (role, isProtected, gate) => {
  expect(gateOf({ role, protected: isProtected })).toBe(gate);
});

test("a known machine's heartbeat is noted and answered", async () => {
  const noted: unknown[] = [];
  const answerHeartbeat = makeAnswerHeartbeat({
    clock,
    sha256,
    store: {
      findByToken: async (_workspace, _site, hash) =>
        hash === "hash-of-mine" ? { role: "standby", protected: true } : null,
      recordHeartbeat: async (...args) => void noted.push(args),
    },
  });
  const beat: HeartbeatRequest = { ...site, bootId: "b", uptimeSeconds: 9, firstBootDone: true, gate: "closed" };

  const answer = await answerHeartbeat("mine", beat);

  expect(answer).toEqual({ gate: "closed", validForSeconds: 90, nextInSeconds: 30 });
  expect(noted).toEqual([[beat, clock.now()]]);
  await expect(answerHeartbeat("another", beat)).rejects.toMatchObject({ code: "not-authenticated" });
  expect(noted).toHaveLength(1);
});

test("a new machine gets its secret files and a token of which only the hash is kept", async () => {
  const admitted: [MachineRecord, string][] = [];
  const requirement = sampleRequirement();
  requirement.software.files = [
    { secret: false, path: "/etc/motd", content: "hello", owner: "root:root", permissions: "0644" },
    { secret: true, path: "/etc/key", sha256: "digest", owner: "app:app", permissions: "0600" },
  ];
  const bootstrapMachine = makeBootstrapMachine({
    clock,
    sha256,
    newToken: () => "fresh",
    store: {
      async admit(machine, hash) {
        admitted.push([machine, hash]);
        return { requirement, secretContents: new Map([["digest", "schlüssel"]]) };
      },
    },
  });

  const answer = await bootstrapMachine("once", { ...site, hostKeys: ["ssh-ed25519 AAAA"] });

  expect(answer.machineToken).toBe("fresh");
  expect(answer.files).toEqual([
    {
      path: "/etc/key",
      owner: "app:app",
      permissions: "0600",
      sha256: "digest",
      contentBase64: Buffer.from("schlüssel").toString("base64"),
    },
  ]);
  expect(admitted).toEqual([
    [
      { ...site, tokenHash: "hash-of-fresh", hostKeys: ["ssh-ed25519 AAAA"], bootstrappedAt: clock.now() },
      "hash-of-once",
    ],
  ]);
});
