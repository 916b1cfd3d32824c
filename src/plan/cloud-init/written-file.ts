/** One entry of cloud-init's write_files; root's own with permissions 0644 when nothing else is said. */
export interface WrittenFile {
  readonly path: string;
  readonly content: string;
  readonly permissions?: string;
}
