import { STATUS_CODES } from "node:http";
import { Refusal } from "../core/refusal.ts";

/** Glance's envelope. The text really carries HTML line breaks. */
export function glanceError(status: number, message: string, explanation = ""): unknown {
  const title = status === 416 ? "Request Range Not Satisfiable" : (STATUS_CODES[status] ?? "Error");
  const tail = explanation === "" ? "\n\n\n" : `\n${explanation}\n\n`;
  return { message: `${message}<br /><br />${tail}`, code: `${status} ${title}`, title };
}

export function glanceRefusal(status: number, message: string, explanation = ""): Refusal {
  return new Refusal(status, glanceError(status, message, explanation));
}

export function imageNotFound(id: string): Refusal {
  return glanceRefusal(404, `No image found with ID ${id}`);
}
