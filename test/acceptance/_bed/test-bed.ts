import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** The OpenStack that tools/acceptance.mjs started. */
export const TEST_BED = {
  authUrl: `http://${setting("OSTB_IP")}:5000/v3`,
  region: "RegionOne",
  /** Of the users admin and demo, each with a project of the same name. */
  password: "ostb",
};

/** Takes the whole cloud away; its data stays. */
export async function stopTestBed(): Promise<void> {
  await execute(setting("OSTB_PROGRAM"), ["stop"]);
}

/** Brings the cloud back as it was. */
export async function startTestBed(): Promise<void> {
  await execute(setting("OSTB_PROGRAM"), ["start"]);
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set: run npm run test:acceptance`);
  return value;
}
