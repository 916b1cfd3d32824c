import { COMMANDS } from "../command-table.ts";
import { type Viewer, viewerOf } from "./access.ts";
import { ApiError, notAvailable, unauthorized } from "./api-error.ts";
import { checkParameters } from "./check-parameters.ts";
import type { Command, Json, Surroundings } from "./command.ts";
import type { Jobs } from "./jobs.ts";
import { checkPaging } from "./paging.ts";
import { Parameters } from "./parameters.ts";
import { settingFlag } from "./settings.ts";
import { isInTime, isSignedWith, type SentParameters, sentValue } from "./signature.ts";

/** An answer before it is written to the wire. */
export interface ApiAnswer {
  status: number;
  body: Json;
  /** The error text once more, for the header X-Description. */
  description?: string;
}

export interface Dispatch {
  surroundings: Surroundings;
  jobs: Jobs;
}

/** One call, from raw parameters to the answer: signature, role, parameters, command. */
export async function dispatch(
  { surroundings, jobs }: Dispatch,
  method: "GET" | "POST",
  sent: SentParameters,
): Promise<ApiAnswer> {
  const name = sent.find(([parameter]) => parameter === "command")?.[1] ?? "";
  const command = COMMANDS[name];
  const topKey = command?.topKey ?? `${name.toLowerCase()}response`;
  try {
    const caller = authenticate(surroundings, method, sent, command);
    if (command === undefined) throw unauthorized(true);
    if (command.adminOnly === true && !caller.isRootAdmin) throw notAvailable(name, caller.user.id);
    const parameters = new Parameters(sent);
    const call = { ...surroundings, command: name, caller, parameters, method };
    checkParameters(surroundings.world, name, command.id, parameters);
    checkPaging(call);
    const answered = command.mode === "sync" ? await command.answer(call) : await jobs.submit(command, call);
    if (command.mode === "sync" && !/^(list|get|query)/.test(name)) surroundings.changed();
    return { status: 200, body: { [topKey]: answered } };
  } catch (error) {
    return refusal(error, topKey);
  }
}

/** The answer for an error; also used by the fault switches. */
export function refusal(error: unknown, topKey: string): ApiAnswer {
  const failure =
    error instanceof ApiError ? error : new ApiError(530, error instanceof Error ? error.message : String(error));
  const { errorcode, cserrorcode, message: errortext } = failure;
  const code = cserrorcode === undefined ? {} : { cserrorcode };
  const body = { uuidList: [], errorcode, ...code, errortext };
  return { status: errorcode, body: { [failure.anonymous ? "errorresponse" : topKey]: body }, description: errortext };
}

function authenticate(
  { world }: Surroundings,
  method: string,
  sent: SentParameters,
  command: Command | undefined,
): Viewer {
  const anonymous = command === undefined;
  const enforce = settingFlag(world, "enforce.post.requests.and.timestamps");
  const user = world.tables.users.first((u) => u.apiKey !== undefined && u.apiKey === sentValue(sent, "apikey"));
  if (user?.secretKey === undefined || user.state !== "enabled") throw unauthorized(anonymous);
  if (!isSignedWith(sent, user.secretKey) || !isInTime(sent, new Date(), enforce)) throw unauthorized(anonymous);
  const name = sent.find(([parameter]) => parameter === "command")?.[1] ?? "";
  if (enforce && method !== "POST" && !/^(list|get|query|is)/.test(name)) throw unauthorized(anonymous);
  return viewerOf(world, user);
}
