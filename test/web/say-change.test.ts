import { expect, test } from "@jest/globals";
import i18next from "i18next";
import { ChangedPart, ChangeEffect, type Pause, type PreviewedChange, SaferWay } from "../../src/contract/index.ts";
import { changes as en } from "../../web/i18n/en/changes.ts";
import { changes as ko } from "../../web/i18n/ko/changes.ts";
import { sayChange, sayPause } from "../../web/modules/change/say-change.ts";
import { samplePreview } from "../_helpers/scripted-samples.ts";

const words = i18next.createInstance();
await words.init({
  lng: "en",
  resources: { en: { translation: { changes: en } }, ko: { translation: { changes: ko } } },
  interpolation: { escapeValue: false },
});

const EVERYTHING = {
  ...{ by: 2, from: "a", to: "b", name: "files", names: "+ git", port: "80/tcp", source: "0.0.0.0/0" },
  ...{ title: "Replaces it", cloud: "north" },
};
const pause = (length: Pause["length"], seconds: number, basis: Pause["basis"] = "default"): Pause => ({
  ...{ length, seconds, basis, samples: basis === "default" ? 0 : 2 },
});

test.each(["en", "ko"] as const)("every part, effect and way is said in %s without holes", (language) => {
  const t = words.getFixedT(language);
  const lines = [
    ...ChangedPart.options.map((code) => t(`changes.parts.${code}`, EVERYTHING)),
    ...ChangeEffect.options.map((code) => t(`changes.effects.${code}`)),
    ...SaferWay.options.map((code) => t(`changes.ways.${code}`, EVERYTHING)),
  ];

  expect(lines).toHaveLength(new Set(lines).size);
  expect(lines.filter((line) => line.includes("{{") || line.startsWith("changes."))).toEqual([]);
});

test("says a sentence as the service does in English, and in Korean", () => {
  const preview = samplePreview();
  const [change] = preview.changes as [PreviewedChange];

  expect(sayChange(change, preview, words.getFixedT("en"))).toBe(change.text);
  expect(sayChange(change, preview, words.getFixedT("ko"))).toBe(
    "메모리 2GiB 늘림 (2 → 4): 머신이 다시 시작됩니다 (1분쯤 걸림)",
  );
});

test("names the clouds where they differ", () => {
  const preview = samplePreview();
  const [change] = preview.changes as [PreviewedChange];
  const other = { ...change.effects[0], site: "cloudstack", code: "size-waits", pause: pause("none", 0) } as const;
  const [site] = preview.sites;
  const sites = [...preview.sites, { ...site, site: "cloudstack", cloudName: "west" }] as typeof preview.sites;

  const said = sayChange({ ...change, effects: [...change.effects, other as never] }, { sites }, words.getFixedT("en"));

  expect(said).toBe(
    "2 more GiB of memory (2 → 4): on “east”: the machine restarts, about a minute; on “west”: it keeps its size as long as it is stopped",
  );
});

test.each([
  [pause("none", 0), "no interruption", "끊기지 않음"],
  [pause("seconds", 12, "recorded"), "a few seconds, as earlier changes there took", "몇 초(그곳에서 전에 걸린 시간)"],
  [pause("minutes", 300), "about 5 minutes", "5분쯤"],
])("says how long it takes", (length, english, korean) => {
  expect([sayPause(length, words.getFixedT("en")), sayPause(length, words.getFixedT("ko"))]).toEqual([english, korean]);
});

test("says what a plan does beside by what its object is called", () => {
  const preview = samplePreview();
  const values = { title: 'Replaces the disk "web-root"', type: "openstack_blockstorage_volume_v3", name: "web-root" };
  const beside: PreviewedChange = { pointer: "", code: "beside", values, effects: [], text: "" };

  const said = sayChange(beside, preview, words.getFixedT("ko"), (_type, name) => `디스크 “${name}”`);

  expect(said).toBe("요청하지 않은 변경: 디스크 “web-root”");
});
