import type { RunFailure, RunKind, SiteKey, SiteOutputs, StackPlan } from "../contract/index.ts";
import type { NewRunEvent, RunObject } from "./ports.ts";

export interface StoredPlan {
  readonly planFile: Uint8Array;
  readonly planJson: unknown;
  readonly terraform: Readonly<Record<string, string>>;
  /** Serial of the state the plan was made on; apply refuses when it has moved. */
  readonly stateSerial: number | null;
}

/** Synthesized Terraform of one site or tenant: relative path → text; always contains `cdk.tf.json`. */
export type Synthesize = (plan: StackPlan) => Promise<Readonly<Record<string, string>>>;

export interface EngineRequest {
  readonly runId: string;
  readonly workspaceId: string;
  readonly site: SiteKey;
  readonly kind: RunKind;
  /** Only compares what the state in the files records with the cloud: no lock is taken and nothing planned. */
  readonly refreshOnly?: true;
  readonly files: Readonly<Record<string, string>>;
  /** Provider credentials and the state backend's address and one-run password; only ever in the child's environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Second, stronger request to stop: kill the whole process group. */
  readonly killSignal: AbortSignal;
  readonly onEvent: (event: NewRunEvent) => void;
}

export type EnginePlanResult =
  | {
      readonly kind: "planned";
      readonly planFile: Uint8Array;
      readonly planJson: unknown;
      readonly hasChanges: boolean;
    }
  | { readonly kind: "failed"; readonly failure: RunFailure }
  | { readonly kind: "canceled" };
export type EngineApplyResult =
  | { readonly kind: "applied"; readonly outputs: SiteOutputs | null }
  | {
      readonly kind: "failed";
      readonly failure: RunFailure;
      /** The state that the backend did not take, as the engine left it. */
      readonly unsavedState?: Uint8Array;
    }
  | { readonly kind: "canceled" };

/** Terraform or OpenTofu on one working directory. */
export interface Engine {
  plan(request: EngineRequest): Promise<EnginePlanResult>;
  apply(request: EngineRequest, plan: StoredPlan): Promise<EngineApplyResult>;
  /**
   * Waits for the engine that a dead service left at work on the run's apply, and brings back a state it could not hand
   * over. `wasHere` is false when the apply ran on another machine, of which nothing can be told.
   */
  recover(request: Pick<EngineRequest, "runId" | "signal" | "killSignal">): Promise<{
    readonly wasHere: boolean;
    readonly state: Uint8Array | null;
    /** Everything the engine said it began and finished; some of it nobody may have read. */
    readonly objects?: readonly RunObject[];
  }>;
}
