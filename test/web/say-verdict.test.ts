import { expect, test } from "@jest/globals";
import i18next from "i18next";
import { CloudRank, type CloudReason, type CloudVerdict } from "../../src/contract/index.ts";
import { placement as en } from "../../web/i18n/en/placement.ts";
import { placement as ko } from "../../web/i18n/ko/placement.ts";
import { sayVerdict } from "../../web/modules/placement/say-verdict.ts";

const words = i18next.createInstance();
await words.init({
  lng: "en",
  resources: { en: { translation: { placement: en } }, ko: { translation: { placement: ko } } },
  interpolation: { escapeValue: false },
});

const verdict = (reason: CloudReason, role: CloudVerdict["role"] = null): CloudVerdict => ({
  ...{ cloudId: "00000000-0000-4000-8000-000000000001", cloudName: "east", role, text: "in English", reason },
});
const said = (one: CloudVerdict, language: "en" | "ko") => sayVerdict(one, words.getFixedT(language), language);
const since = "2026-11-22T10:12:30.000Z";

const reasons: readonly CloudReason[] = [
  ...(["named", "there-already", "only-one", "others-named", "stays"] as const).map((code) => ({ code })),
  ...CloudRank.options.flatMap((rank): CloudReason[] => [
    { code: "better", rank },
    { code: "outranked", rank, other: "north" },
  ]),
  { code: "no-catalog", detail: "never read." },
  { code: "lacks-labels", labels: ["disk=ssd"] },
  { code: "full", short: [{ kind: "vcpus", scope: "cloud", used: 4, limit: 4, needed: 2 }] },
  { code: "silent", since },
  { code: "credentials-refused", since: null },
  { code: "nothing-fits", detail: "No flavor is large enough." },
  { code: "same-cloud", other: "north" },
  { code: "fails-together", domain: "hall-1" },
];

test.each(["en", "ko"] as const)("every reason is said in %s, with what it names and without holes", (language) => {
  const lines = reasons.flatMap((reason) => [
    said(verdict(reason), language),
    said(verdict(reason, "primary"), language),
  ]);

  expect(lines.filter((line) => /placement\.|\{\{|undefined|in English/.test(line))).toEqual([]);
  expect(lines.filter((line) => !line.includes("east"))).toEqual([]);
  expect(language === "en" || lines.every((line) => /[가-힣]/.test(line))).toBe(true);
});

test("what a reason names stands in its sentence, and a plan of an earlier release says what it said", () => {
  const full = said(
    verdict({ code: "full", short: [{ kind: "vcpus", scope: "tenant", used: 4, limit: 8, needed: 6 }] }),
    "ko",
  );

  expect(full).toBe("“east”은(는) 고르지 않았습니다: 자리가 없음: 프로세서 8 가운데 4 사용, 6 필요.");
  expect(said(verdict({ code: "outranked", rank: "less-used", other: "north" }), "en")).toBe(
    "“east” is passed over: “north” is less used.",
  );
  expect(said({ ...verdict({ code: "named" }), reason: undefined }, "ko")).toBe("in English");
});
