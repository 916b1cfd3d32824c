import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** A real OpenStack that tools/acceptance.mjs holds ready; it alone ends it. */
export interface TestBed {
  readonly authUrl: string;
  readonly region: string;
  /** Of the users admin and demo, each with a project of the same name. */
  readonly password: string;
  /** Boots it, or brings it back as it was. */
  start(): Promise<void>;
  /** Takes the whole cloud away; its data stays. */
  stop(): Promise<void>;
}

/** The cloud of most stories, which runs already. */
export const TEST_BED = bedOf("OSTB");

/** Another OpenStack at another address, which is not started yet. */
export function secondTestBed(): TestBed {
  return bedOf("OSTB_SECOND");
}

function bedOf(prefix: string): TestBed {
  const address = setting(`${prefix}_IP`);
  const env = { ...process.env, OSTB_STATE: setting(`${prefix}_STATE`), OSTB_IP: address };
  const command = async (name: string) => {
    await execute(setting("OSTB_PROGRAM"), [name], { env });
  };
  return {
    authUrl: `http://${address}:5000/v3`,
    region: "RegionOne",
    password: "ostb",
    start: () => command("start"),
    stop: () => command("stop"),
  };
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set: run npm run test:acceptance`);
  return value;
}
