import type { Issue, OperatingSystem } from "../../contract/index.ts";
import { findOs, versionsOf } from "../operating-systems.ts";
import type { KeptSecrets, ResolvedRequest } from "../resolved-request.ts";
import { availableVersions, chosenVersion } from "../runtime-versions.ts";
import { findDuplicates } from "./find-duplicates.ts";
import { packageIssues } from "./package-rules.ts";

type Software = ResolvedRequest["software"];

/** Files first boot writes itself; a person's file there would break the machine's way back to the service. */
const OUR_PLACES = [
  /^\/etc\/twinstack(\/|$)/,
  /^\/usr\/local\/lib\/twinstack(\/|$)/,
  /twinstack[^/]*$/,
  /\/99-dr\.cfg$/,
];
/** Stopping these on a machine that does not serve would lock everybody out or hang the boot. */
const UNSTOPPABLE =
  /^(ssh|sshd|cloud-.*|systemd-.*|dbus|NetworkManager|networking|twinstack.*|qemu-guest-agent)(\.service|\.socket)?$/;

export function softwareRules({ software, kept }: ResolvedRequest): readonly Issue[] {
  return [
    ...osIssues(software.os),
    ...runtimeIssues(software),
    ...fileIssues(software.files, kept),
    ...serviceIssues(software.services),
    ...packageIssues(software),
    ...textIssues(software),
  ];
}

function osIssues(os: OperatingSystem): readonly Issue[] {
  if (findOs(os) !== undefined) return [];
  return [
    {
      pointer: "/software/os/version",
      code: "unknown-os-version",
      message: `${os.family} ${os.version} is not a version we can set up.`,
      remedy: `Choose one of: ${versionsOf(os.family).join(", ")}.`,
    },
  ];
}

function runtimeIssues({ os, runtimes }: Software): readonly Issue[] {
  const twice = findDuplicates(runtimes, (runtime) => runtime.name).map(({ index, key }) => ({
    pointer: `/software/runtimes/${index}/name`,
    code: "duplicate-runtime",
    message: `“${key}” is already listed; one machine gets one version of it.`,
    remedy: "Keep one entry; run other versions in containers.",
  }));
  if (findOs(os) === undefined) return twice;
  const missing = runtimes.flatMap((runtime, index) => {
    if (chosenVersion(os, runtime) !== null) return [];
    const known = availableVersions(os, runtime.name).filter((version) => version !== "default");
    return [
      {
        pointer: `/software/runtimes/${index}/version`,
        code: "runtime-version-unavailable",
        message: `${runtime.name} ${runtime.version} cannot be had for ${os.family} ${os.version}.`,
        remedy: known.length === 0 ? "Write default." : `Choose one of: default, ${known.join(", ")}.`,
      },
    ];
  });
  return [...twice, ...missing];
}

function fileIssues(files: Software["files"], kept: KeptSecrets): readonly Issue[] {
  const twice = findDuplicates(files, (file) => file.path).map(({ index, key }) => ({
    pointer: `/software/files/${index}/path`,
    code: "duplicate-file",
    message: `There is already a file ${key}.`,
    remedy: "Give every file its own path.",
  }));
  const paths = files.flatMap(({ path }, index) => {
    const problem = pathProblem(path);
    return problem === null ? [] : [{ pointer: `/software/files/${index}/path`, ...problem }];
  });
  const missing = files.flatMap((file, index) =>
    file.content !== undefined || kept.fileDigests.has(file.path) ? [] : [contentMissing(file, index)],
  );
  const contents = files.flatMap(({ content = "" }, index) =>
    isPlainUnicode(content)
      ? []
      : [
          {
            pointer: `/software/files/${index}/content`,
            code: "not-text",
            message: "The content is not text: it has a NUL or half a character in it.",
            remedy: "Put binary content on a volume, or fetch it with a first-boot command.",
          },
        ],
  );
  return [...twice, ...paths, ...missing, ...contents];
}

function contentMissing({ path, secret }: Software["files"][number], index: number): Issue {
  return {
    pointer: `/software/files/${index}/content`,
    code: "missing-field",
    message: "“content” is missing.",
    remedy: secret
      ? `Add “content”: only a change of a machine that has ${path} as a secret file may leave it out.`
      : "Add “content”.",
  };
}

function pathProblem(path: string): Omit<Issue, "pointer"> | null {
  const parts = path.split("/").slice(1);
  if (!/^[A-Za-z0-9 ._@:+/-]+$/.test(path) || parts.some((part) => ["", ".", ".."].includes(part))) {
    return {
      code: "unclean-path",
      message: "The path has empty parts, . or .., or characters that are unsafe in a shell.",
      remedy: "Write a plain path such as /srv/app/settings.ini.",
    };
  }
  if (OUR_PLACES.some((place) => place.test(path))) {
    return {
      code: "our-file",
      message: `${path} is written by TwinStack itself.`,
      remedy: "Choose another path.",
    };
  }
  return null;
}

function serviceIssues(services: readonly string[]): readonly Issue[] {
  return services.flatMap((service, index) =>
    UNSTOPPABLE.test(service)
      ? [
          {
            pointer: `/software/services/${index}`,
            code: "service-not-allowed",
            message: `“${service}” keeps the machine reachable; a standby must be able to stop every listed service.`,
            remedy: "List only the services that serve your users, such as nginx.",
          },
        ]
      : [],
  );
}

function textIssues({ firstBootCommands }: Software): readonly Issue[] {
  return firstBootCommands.flatMap((command, index) =>
    isPlainUnicode(command)
      ? []
      : [
          {
            pointer: `/software/firstBootCommands/${index}`,
            code: "not-text",
            message: "The command has a NUL or half a character in it.",
            remedy: "Write it as plain text.",
          },
        ],
  );
}

function isPlainUnicode(text: string): boolean {
  return !/[\0\p{Surrogate}]/u.test(text);
}
