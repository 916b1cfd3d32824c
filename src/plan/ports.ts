/** Text tools that pure code may not import: YAML and gzip (RFC 1952, fixed mtime, so equal input gives equal bytes). */
export interface TextTools {
  renderYaml(value: unknown): string;
  /** Throws AppError("malformed-body"). */
  parseYaml(text: string): unknown;
  gzipBase64(text: string): string;
}
