import type * as z from "zod";
import { AppError } from "../../kernel/app-error.ts";
import type { HttpAnswer } from "./http-client.ts";

/** The JSON value of an answer; a page of a proxy or of another program becomes AppError("cloud-unreachable"). */
export function readJson(answer: HttpAnswer, what: string): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    throw notJson(answer, what);
  }
}

/** Checks only the fields that are used; unknown ones and newer versions pass. */
export function readAs<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? "the whole answer" : issue.path.map(String).join(".");
  const remedy = "Check the address: another service, or a version that is not supported, may answer there.";
  throw new AppError("cloud-refused", `${what}: the answer has an unexpected form at ${place}. ${remedy}`, {
    reason: "unexpected-form",
    place,
    remedy,
  });
}

function notJson(answer: HttpAnswer, what: string): AppError {
  const { status } = answer;
  if (status >= 300 && status < 400) {
    const target = answer.headers["location"]?.split("?")[0] ?? "an address it does not name";
    const remedy = "Register that address instead.";
    return new AppError("cloud-unreachable", `${what}: redirected to ${target}. ${remedy}`, {
      reason: "redirect",
      status,
      remedy,
    });
  }
  const form = answer.text === "" ? "an empty answer" : isHtml(answer) ? "a web page" : "text that is not JSON";
  const gateway = status >= 502 && status <= 504;
  const remedy = gateway
    ? "The service behind a proxy is down or overloaded; try again later."
    : "A proxy or another program answers at this address; check host, port and path.";
  return new AppError("cloud-unreachable", `${what}: ${form} came instead of JSON (HTTP ${status}). ${remedy}`, {
    reason: gateway ? "gateway" : "not-json",
    status,
    remedy,
  });
}

function isHtml(answer: HttpAnswer): boolean {
  return (answer.headers["content-type"] ?? "").includes("html") || /^\s*<(!doctype|html)/i.test(answer.text);
}
