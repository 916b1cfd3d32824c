/** Text tools that pure code may not import: YAML writing and gzip (RFC 1952, fixed mtime, so equal input gives equal bytes). */
export interface TextTools {
  renderYaml(value: unknown): string;
  gzipBase64(text: string): string;
}
