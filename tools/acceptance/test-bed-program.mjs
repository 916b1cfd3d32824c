import { join } from "node:path";
import { CHECKOUT } from "../setup/places.mjs";

/** The program that boots and ends a test bed (tools/openstack-testbed/README.md). */
export const TEST_BED_PROGRAM = join(CHECKOUT, "tools", "openstack-testbed", "openstack-testbed");

/** Name of this step in everything that is told. */
export const STEP = "OpenStack test bed";
