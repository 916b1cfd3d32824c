import type { CloudImportFormat, CloudImportRequest } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import { type ImportedProfile, importIssue } from "./imported-profile.ts";
import { readCloudmonkey } from "./read-cloudmonkey.ts";
import { readCloudsYaml } from "./read-clouds-yaml.ts";
import { readEnvironment } from "./read-environment.ts";

export interface ReadImport {
  readonly format: CloudImportFormat;
  readonly chosen: string | null;
  readonly profiles: readonly ImportedProfile[];
}

/**
 * Reads the clouds that a text tells of, whichever tool it is for.
 *
 * @param parseYaml refuses bombs and circles; throws AppError("malformed-body") with line and column
 * @throws AppError validation-failed when the text is of no known form
 */
export function readImport(request: CloudImportRequest, parseYaml: (text: string) => unknown): ReadImport {
  const format = request.format ?? formatOf(request.text);
  switch (format) {
    case "cloudmonkey":
      return { format, ...readCloudmonkey(request.text) };
    case "environment":
      return { format, chosen: null, profiles: readEnvironment(request.text) };
    case "clouds-yaml": {
      const secure = request.secureText?.trim() ? parseYaml(request.secureText) : undefined;
      return { format, chosen: null, profiles: readCloudsYaml(parseYaml(request.text), secure) };
    }
  }
}

function formatOf(text: string): CloudImportFormat {
  if (/^\s*["']?clouds["']?\s*:/m.test(text) || text.trimStart().startsWith("{")) return "clouds-yaml";
  if (/^[ \t]*\[[^\]\n]+\][ \t]*\r?$/m.test(text)) return "cloudmonkey";
  if (/^[ \t]*(export[ \t]+|set[ \t]+|declare[ \t]+-x[ \t]+)?(OS|CLOUDSTACK)_[A-Z0-9_]+=/m.test(text))
    return "environment";
  throw new AppError("validation-failed", "The text is of no known form.", {
    issues: [
      importIssue(
        "/text",
        "It is no clouds.yaml, sets no OS_… or CLOUDSTACK_… variables, and is no configuration of cloudmonkey.",
        "Give one of these three, or register the cloud from a file of its own (docs/clouds.md).",
      ),
    ],
  });
}
