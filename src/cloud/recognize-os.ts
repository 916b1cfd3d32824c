import type { OperatingSystem, OsFamily } from "../contract/index.ts";

type Properties = Readonly<Record<string, string>>;

interface Recipe {
  readonly family: OsFamily;
  /** Values of Glance's `os_distro`. */
  readonly distros: readonly string[];
  /** How people write the family, then at most a few other characters, then the version. */
  readonly pattern: RegExp;
  readonly codenames: Readonly<Record<string, string>>;
}

const RECIPES: readonly Recipe[] = [
  {
    family: "ubuntu",
    distros: ["ubuntu"],
    pattern: /\bubuntu[^0-9]{0,24}(1[0-9]|2[0-9])[._-]?(04|10)(?!\d)/,
    codenames: {
      bionic: "18.04",
      focal: "20.04",
      jammy: "22.04",
      noble: "24.04",
      plucky: "25.04",
      questing: "25.10",
      resolute: "26.04",
    },
  },
  {
    family: "debian",
    distros: ["debian"],
    pattern: /\bdebian[^0-9]{0,20}(1?[0-9])(?:\.\d{1,2})*(?![\d]|-?bit)/,
    codenames: { buster: "10", bullseye: "11", bookworm: "12", trixie: "13", forky: "14" },
  },
  {
    family: "rocky",
    distros: ["rocky", "rockylinux", "rocky-linux"],
    pattern: /\brocky[^0-9]{0,16}(1?[0-9])(?:\.\d{1,2})*(?![\d]|-?bit)/,
    codenames: {},
  },
  {
    family: "almalinux",
    distros: ["almalinux", "alma", "alma-linux"],
    pattern: /\balma[^0-9]{0,16}(1?[0-9])(?:\.\d{1,2})*(?![\d]|-?bit)/,
    codenames: {},
  },
];

/** Images made for one purpose: built on a known system, but not the bare system that a requirement asks for. */
const SPECIAL_PURPOSE =
  /amphora|octavia|systemvm|trove|manila|sahara|kube|k8s|\bcapi\b|cuda|nvidia|\bgpu\b|desktop|installer|netinst|netboot|rescue|ramdisk|initrd|vmlinuz|\biso\b/;

/**
 * Which operating system an image or a template holds. OpenStack's `os_distro` and `os_version` count most, then the
 * name, then CloudStack's description and OS type: that type is often an older release than the template. Versions are
 * `24.04` on Ubuntu and the major number elsewhere. Null when it cannot be told, or when the image serves one purpose.
 */
export function recognizeOs(name: string, properties: Properties): OperatingSystem | null {
  const spoken = name.toLowerCase();
  if (SPECIAL_PURPOSE.test(spoken)) return null;
  const distro = (properties["os_distro"] ?? "").toLowerCase();
  const version = properties["os_version"] ?? "";
  const texts = [
    spoken,
    (properties["displaytext"] ?? "").toLowerCase(),
    (properties["ostypename"] ?? "").toLowerCase(),
  ];
  if (distro !== "") {
    const recipe = RECIPES.find(({ distros }) => distros.includes(distro));
    if (recipe === undefined) return null;
    return readRecipe(recipe, `${recipe.distros[0]} ${version.toLowerCase()}`) ?? firstOf([recipe], texts);
  }
  return firstOf(RECIPES, texts);
}

function firstOf(recipes: readonly Recipe[], texts: readonly string[]): OperatingSystem | null {
  for (const text of texts) {
    for (const recipe of recipes) {
      const os = readRecipe(recipe, text);
      if (os !== null) return os;
    }
  }
  return null;
}

function readRecipe(recipe: Recipe, text: string): OperatingSystem | null {
  const match = recipe.pattern.exec(text);
  if (match?.[1] !== undefined) {
    const version = match[2] === undefined ? match[1] : `${match[1]}.${match[2]}`;
    return { family: recipe.family, version };
  }
  const codename = Object.keys(recipe.codenames).find((word) => new RegExp(`\\b${word}\\b`).test(text));
  const version = codename === undefined ? undefined : recipe.codenames[codename];
  return version === undefined ? null : { family: recipe.family, version };
}
