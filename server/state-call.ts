/** One call of Terraform's HTTP state backend, freed of HTTP's ways of spelling it. */
export interface StateCall {
  readonly action: "read" | "write" | "lock" | "unlock";
  readonly workspaceId: string;
  readonly site: string;
  /** From basic authentication: the run and its password. */
  readonly runId: string;
  readonly password: string;
  readonly lockId: string | null;
  readonly contentMd5: string | null;
  readonly body: Uint8Array;
}

export interface StateAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array | string;
}
