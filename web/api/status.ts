import type { ServiceStatus } from "../../src/contract/index.ts";
import { call } from "./call.ts";

export const readStatus = () => call<ServiceStatus>("GET", "/status");
