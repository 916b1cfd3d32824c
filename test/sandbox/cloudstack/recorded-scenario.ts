import { type Answer, type ApiReply, type SignedClient, send } from "./signed-client.ts";

/** One answer the sandbox gave, to be held against the recordings. */
export interface Observation {
  command: string;
  caller: "admin" | "user";
  reply: ApiReply;
  /** The finished job, when the call made one. */
  job?: Answer;
}

export interface Observer {
  observations: Observation[];
  /** Makes a call, waits for its job, notes both, and returns the job's result or the answer. */
  as(caller: "admin" | "user"): (command: string, parameters?: Parameters) => Promise<Answer>;
  /** Notes the answer to a query that was signed by hand. */
  note(command: string, signed: string): Promise<void>;
}

type Parameters = Record<string, string | number | boolean>;

export function makeObserver(apiUrl: string, clients: Record<"admin" | "user", SignedClient>): Observer {
  const observations: Observation[] = [];

  function as(caller: "admin" | "user") {
    return async (command: string, parameters: Parameters = {}): Promise<Answer> => {
      const reply = await clients[caller].call(command, parameters);
      const { answer } = reply;
      if (typeof answer["jobid"] !== "string" || command === "queryAsyncJobResult") {
        observations.push({ command, caller, reply });
        return answer;
      }
      const job = await clients[caller].finished(answer["jobid"]);
      observations.push({ command, caller, reply, job });
      const query = await clients[caller].call("queryAsyncJobResult", { jobid: answer["jobid"] });
      observations.push({ command: "queryAsyncJobResult", caller, reply: query });
      return { ...(job["jobresult"] as Answer), asyncId: answer["id"] };
    };
  }

  async function note(command: string, signed: string): Promise<void> {
    observations.push({ command, caller: "admin", reply: await send(apiUrl, signed, "GET") });
  }

  return { observations, as, note };
}

/** `id` of the object under a key, or of the creation itself. */
export function idIn(answer: Answer, key?: string): string {
  const subject = key === undefined ? answer : ((answer[key] as Answer | Answer[] | undefined) ?? {});
  const object = Array.isArray(subject) ? (subject[0] ?? {}) : subject;
  return String(object["id"] ?? answer["asyncId"]);
}
