import type { AddressInfo } from "node:net";
import { buildOpenstackSandbox, type OpenstackSandboxOptions } from "./build-openstack-sandbox.ts";

export interface StartOpenstackSandboxOptions extends OpenstackSandboxOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly host?: string;
}

export interface RunningOpenstackSandbox {
  readonly url: string;
  /** What the provider and our client take as `auth_url`. */
  readonly authUrl: string;
  /** Stops listening and writes the state. */
  close(): Promise<void>;
}

/** Starts the OpenStack sandbox on loopback. */
export async function startOpenstackSandbox(options: StartOpenstackSandboxOptions): Promise<RunningOpenstackSandbox> {
  const { port, host = "127.0.0.1", ...rest } = options;
  const app = await buildOpenstackSandbox(rest);
  await app.listen({ port, host });
  const { port: bound } = app.server.address() as AddressInfo;
  const url = `http://${host}:${bound}`;
  return { url, authUrl: `${url}/identity/v3`, close: () => app.close() };
}
