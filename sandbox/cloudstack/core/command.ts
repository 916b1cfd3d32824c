import type { Consoles } from "../../shared/screen/consoles.ts";
import type { ImageStore } from "../images/image-store.ts";
import type { Viewer } from "./access.ts";
import type { AsyncJob } from "./model.ts";
import type { Parameters } from "./parameters.ts";
import type { Kind, World } from "./world.ts";

/** A JSON object on its way to the client. */
export type Json = Record<string, unknown>;

/** Where a command runs: the cloud's rows, its stored images and its own address. */
export interface Surroundings {
  world: World;
  images: ImageStore;
  /** Tokens of screens that may be looked at. */
  consoles: Consoles;
  /** `http://127.0.0.1:port`, for the URLs the cloud hands out. */
  publicUrl(): string;
  /** Lets image URLs on the loopback interface pass; a real server refuses them. */
  allowLoopbackImages: boolean;
  /** Says that rows changed, so that they are written down. */
  changed(): void;
  /** Aborts what still runs in the background when the sandbox closes. */
  closing: AbortSignal;
}

/** One authenticated call. */
export interface Call extends Surroundings {
  command: string;
  caller: Viewer;
  parameters: Parameters;
  method: "GET" | "POST";
}

/** What async commands get to finish with, long after the call. */
export interface JobContext extends Surroundings {
  job: AsyncJob;
  caller: Viewer;
}

interface CommandBase {
  /** Which table the parameter `id` points to. */
  id?: Kind;
  /** For root administrators only: others are answered 432. */
  adminOnly?: boolean;
  /** The top key where it isn't the command in lower case plus `response`. */
  topKey?: string;
}

export interface SyncCommand extends CommandBase {
  mode: "sync";
  answer(call: Call): Json | Promise<Json>;
}

/** What a command decides before it says yes. */
export interface Admission<W> {
  work: W;
  instanceId?: string;
  /** True when the first answer carries the id beside the job's, as creations do. */
  answersId?: boolean;
}

/**
 * An async command in three steps. `admit` may refuse with an HTTP error. `start` moves the object into its passing
 * state and may let the job fail at once, judged by the state of that moment. `finish` runs when the job is due, also
 * in another process after a restart, and returns the job's result; if it throws, `abandon` cleans up.
 */
export interface AsyncSpec<W> extends CommandBase {
  /** Below `org.apache.cloudstack.api.command.`, as a normal user sees it. */
  javaClass: string;
  /** Root administrators see the class `…ByAdmin` in the package `admin`. */
  byAdmin?: boolean;
  instanceType?: string;
  /** The job names the kind of object but not its id. */
  hidesInstance?: boolean;
  eventType: string;
  admit(call: Call): Admission<W> | Promise<Admission<W>>;
  start?(context: JobContext, work: W): void;
  finish(context: JobContext, work: W): Json | Promise<Json>;
  abandon?(context: JobContext, work: W): void;
  /** What the job says when a fault switch lets it fail without giving a text. */
  failureText?(context: JobContext, work: W): string;
}

export type AsyncCommand = { mode: "async" } & AsyncSpec<Record<string, unknown>>;

export type Command = SyncCommand | AsyncCommand;

/** Command names of one family with what they do. */
export type CommandFamily = Record<string, Command>;

/** A synchronous command. */
export function sync(answer: SyncCommand["answer"], base: CommandBase = {}): SyncCommand {
  return { ...base, mode: "sync", answer };
}

/** An async command; its `work` is JSON, because it is stored with the job. */
export function async<W extends object>(spec: AsyncSpec<W>): AsyncCommand {
  return { ...(spec as unknown as AsyncSpec<Record<string, unknown>>), mode: "async" };
}
