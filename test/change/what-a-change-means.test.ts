import { expect, test } from "@jest/globals";
import { changed, ON_CLOUDSTACK, SHOP, shop } from "./a-change.ts";

const VOLUME = { name: "files", sizeGib: 10 };
const MINUTE = "about a minute";
const FIVE = "about 5 minutes";

type Row = readonly [
  what: string,
  patch: Readonly<Record<string, object>>,
  sentences: readonly string[],
  data: string,
  pause: string,
];

/** Main on OpenStack, a running standby on CloudStack. */
const ROWS: readonly Row[] = [
  [
    "more memory of another size",
    { hardware: { memoryGib: 3 } },
    [`2 more GiB of memory (1 → 3): the machine restarts, ${MINUTE}`],
    "kept",
    "minute",
  ],
  [
    "more processors",
    { hardware: { vcpu: 2 } },
    [`1 more vCPU (1 → 2): the machine restarts, ${MINUTE}`],
    "kept",
    "minute",
  ],
  [
    "a larger system disk, which replaces CloudStack's standby only",
    { hardware: { rootDiskGib: 25 } },
    [
      "5 more GiB of system disk (20 → 25): on “north” the disk grows while the machine runs; its file system is grown in the machine afterwards; on “south” the machine is made anew with an empty system disk, about 5 minutes",
    ],
    "kept",
    "none",
  ],
  [
    "a larger volume",
    { hardware: { volumes: [{ ...VOLUME, sizeGib: 15 }] } },
    [
      "5 more GiB for the volume “files” (10 → 15): the disk grows while the machine runs; its file system is grown in the machine afterwards",
    ],
    "kept",
    "none",
  ],
  [
    "a new volume",
    { hardware: { volumes: [VOLUME, { name: "more", sizeGib: 5 }] } },
    ["a new volume “more” of 5 GiB: an empty disk is attached while the machine runs"],
    "kept",
    "none",
  ],
  [
    "a removed volume",
    { hardware: { volumes: [] } },
    ["no volume “files” any more (10 GiB): the disk is removed with everything on it"],
    "lost",
    "none",
  ],
  [
    "a volume's folder",
    { hardware: { volumes: [{ ...VOLUME, mountPath: "/srv" }] } },
    ["another folder for the volume “files” (/data/files → /srv): nothing happens by itself; change it in the machine"],
    "kept",
    "none",
  ],
  [
    "another port",
    { network: { openPorts: [{ port: 443 }] } },
    [
      "443/tcp opens for 0.0.0.0/0: it is changed while everything goes on",
      "80/tcp closes for 0.0.0.0/0: it is changed while everything goes on",
    ],
    "kept",
    "none",
  ],
  [
    "no public address",
    { network: { publicAddress: false } },
    ["not reachable from outside any more: its public address goes back to the cloud for good"],
    "kept",
    "none",
  ],
  [
    "another private network",
    { network: { privateNetwork: { kind: "own", cidr: "10.43.0.0/24" } } },
    [
      `another private network (10.42.0.0/24 → 10.43.0.0/24): on “north” the machine is made anew and boots from its own disks, ${FIVE}; on “south” the machine is made anew with an empty system disk, ${FIVE}`,
    ],
    "kept",
    "minutes",
  ],
  [
    "software",
    { software: { packages: ["nginx", "git"], services: ["nginx"] } },
    [
      `packages (+ git): on “north” the machine is made anew and boots from its own disks, ${FIVE}; on “south” the machine is made anew with an empty system disk, ${FIVE}`,
    ],
    "kept",
    "minutes",
  ],
  [
    "another operating system",
    { software: { os: { family: "debian", version: "12" } } },
    [
      `another operating system (ubuntu 24.04 → debian 12): the machine is made anew with an empty system disk, ${FIVE}`,
    ],
    "lost",
    "minutes",
  ],
  [
    "the end of the term",
    { term: { leaseEnd: "2027-01-31" } },
    ["another end of the term (2027-01-31): nothing happens on the cloud"],
    "kept",
    "none",
  ],
  [
    "no standby",
    { placement: { standby: { cloud: "south", mode: "off" } } },
    ["no standby any more: what stands there is destroyed with its disks, by a run of its own"],
    "kept",
    "none",
  ],
  [
    "a pilot light",
    { placement: { standby: { cloud: "south", mode: "pilot-light" } } },
    ["a standby without a machine (pilot light): the machine there is removed with its disks"],
    "kept",
    "none",
  ],
  [
    "a stopped standby",
    { placement: { standby: { cloud: "south", mode: "stopped" } } },
    ["a stopped standby: Terraform cannot do it there; start or stop the machine after the apply"],
    "kept",
    "none",
  ],
];

test.each(ROWS)("says what %s means", async (_what, patch, sentences, data, length) => {
  const scene = await changed(SHOP, shop(patch));

  const preview = scene.preview();

  expect(preview.changes.map(({ text }) => text)).toEqual(sentences);
  expect([preview.data, preview.pause.length, preview.typedName]).toEqual([data, length, data === "lost"]);
  expect(preview.basis).toBe("estimate");
});

test("says of a main machine on CloudStack that a larger system disk loses data, and how to keep it", async () => {
  const scene = await changed(shop(ON_CLOUDSTACK), shop({ ...ON_CLOUDSTACK, hardware: { rootDiskGib: 30 } }));

  const preview = scene.preview();

  expect([preview.data, preview.typedName]).toEqual(["lost", true]);
  expect(preview.text).toBe(
    "Data is lost. The longest interruption is about 5 minutes. Applying it asks for the machine’s name.",
  );
  expect(preview.ways.map(({ code }) => code)).toEqual(["volume-instead", "copy-first", "standby-first", "quiet-hour"]);
  expect(preview.ways[0]?.text).toContain("Keep the system disk at 20 GiB and add a volume of 10 GiB");
});

test("says that nothing happens where the size a machine has is large enough", async () => {
  const before = shop({ hardware: { memoryGib: 2.5 }, placement: { main: "north", standby: { mode: "off" } } });
  const after = shop({ hardware: { memoryGib: 4 }, placement: { main: "north", standby: { mode: "off" } } });

  const preview = (await changed(before, after)).preview();

  expect(preview.changes.map(({ text }) => text)).toEqual([
    "1.5 more GiB of memory (2.5 → 4): nothing happens on the cloud",
  ]);
  expect(preview.pause.length).toBe("none");
});

test("says that a custom size of CloudStack is not followed, and what to do", async () => {
  const [before, after] = [16, 32].map((memoryGib) =>
    shop({ hardware: { vcpu: 4, memoryGib }, placement: { main: "south", standby: { mode: "off" } } }),
  );

  const preview = (await changed(before ?? SHOP, after ?? SHOP)).preview();

  expect(preview.changes.map(({ text }) => text)).toEqual([
    "16 more GiB of memory (16 → 32): the custom size it has is not followed yet; nothing changes there",
  ]);
  expect(preview.ways.map(({ text }) => text)).toEqual([
    "On “south” stop the machine, give it its size in the cloud’s own page, and start it again.",
  ]);
});

test("says of a stopped standby that its size waits on CloudStack, and nothing is away", async () => {
  const stopped = { placement: { main: "north", standby: { cloud: "south", mode: "stopped" } } };

  const preview = (await changed(shop(stopped), shop({ ...stopped, hardware: { memoryGib: 3 } }))).preview();

  expect(preview.changes[0]?.effects.map(({ code, pause }) => [code, pause.length])).toEqual([
    ["restarts", "minute"],
    ["size-waits", "none"],
  ]);
});

test("says that a machine on another cloud starts without data and that the old one is destroyed", async () => {
  const before = shop({ placement: { main: "north", standby: { mode: "off" } } });
  const after = shop({ placement: { main: "south", standby: { mode: "off" } } });

  const preview = (await changed(before, after)).preview();

  expect(preview.changes.map(({ text }) => text)).toEqual([
    "the main machine on another cloud (north → south): on “south” a machine is made there, with nothing of what another one stores; on “north” what stands there is destroyed with its disks, by a run of its own",
  ]);
  expect([preview.data, preview.typedName]).toEqual(["lost", true]);
});
