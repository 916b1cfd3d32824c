import { createHmac } from "node:crypto";
import { SANDBOX_CREDENTIALS } from "../../../sandbox/cloudstack/seed/credentials.ts";

export interface Keys {
  apiKey: string;
  secretKey: string;
}

export type Answer = Record<string, unknown>;

/** One answer of the API: HTTP status, the one top key and what is under it. */
export interface ApiReply {
  status: number;
  headers: Headers;
  topKey: string;
  answer: Answer;
}

export interface SignedClient {
  /** One call; GET for questions and POST for the rest unless said otherwise. */
  call(command: string, parameters?: Parameters, method?: "GET" | "POST"): Promise<ApiReply>;
  /** A call that must succeed; of a job, its result. */
  run(command: string, parameters?: Parameters): Promise<Answer>;
  /** A job that is done, as `queryAsyncJobResult` answers it. */
  finished(jobId: string): Promise<Answer>;
}

type Parameters = Record<string, string | number | boolean>;

const POLL_MS = 2;
const MOST_POLLS = 2000;

/** Signs like the documentation of CloudStack says, independently of the sandbox's own code. */
export function makeSignedClient(apiUrl: string, who: "admin" | "demo" | Keys = "admin"): SignedClient {
  const keys = typeof who === "string" ? SANDBOX_CREDENTIALS[who] : who;

  async function call(
    command: string,
    parameters: Parameters = {},
    method: "GET" | "POST" = /^(list|get|query)/.test(command) ? "GET" : "POST",
  ): Promise<ApiReply> {
    const signed = sign({ ...texts(parameters), command, apiKey: keys.apiKey, response: "json" }, keys.secretKey);
    return send(apiUrl, signed, method);
  }

  async function finished(jobId: string): Promise<Answer> {
    for (let poll = 0; poll < MOST_POLLS; poll++) {
      const { answer } = await call("queryAsyncJobResult", { jobid: jobId });
      if (answer["jobstatus"] !== 0) return answer;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    throw new Error(`job ${jobId} is still pending`);
  }

  async function run(command: string, parameters: Parameters = {}): Promise<Answer> {
    const { status, answer } = await call(command, parameters);
    if (status !== 200) throw new Error(`${command}: ${status} ${answer["errortext"]}`);
    if (typeof answer["jobid"] !== "string") return answer;
    const job = await finished(answer["jobid"]);
    const result = job["jobresult"] as Answer;
    if (job["jobstatus"] !== 1) throw new Error(`${command}: job failed: ${result["errortext"]}`);
    return result;
  }

  return { call, run, finished };
}

/** Sends an already signed query or form. */
export async function send(apiUrl: string, signed: string, method: "GET" | "POST"): Promise<ApiReply> {
  const response =
    method === "GET"
      ? await fetch(`${apiUrl}?${signed}`)
      : await fetch(apiUrl, {
          method,
          body: signed,
          headers: { "content-type": "application/x-www-form-urlencoded" },
        });
  const body = (await response.json()) as Record<string, Answer>;
  const [topKey = "", answer = {}] = Object.entries(body)[0] ?? [];
  if (Object.keys(body).length !== 1) throw new Error(`more than one top key: ${Object.keys(body)}`);
  return { status: response.status, headers: response.headers, topKey, answer };
}

/** `name=value&…&signature=…`, with the values encoded the way Java does unless another way is given. */
export function sign(parameters: Record<string, string>, secretKey: string, encode = encodeLikeJava): string {
  const query = Object.keys(parameters)
    .sort()
    .map((name) => `${name}=${encode(parameters[name] ?? "")}`)
    .join("&");
  const signature = createHmac("sha1", secretKey).update(query.toLowerCase()).digest("base64");
  return `${query}&signature=${encodeURIComponent(signature)}`;
}

export function encodeLikeJava(value: string): string {
  return encodeURIComponent(value).replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The objects under the list's key. */
export function items(answer: Answer, key: string): Answer[] {
  return (answer[key] as Answer[] | undefined) ?? [];
}

function texts(parameters: Parameters): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
}
