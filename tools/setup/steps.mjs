import { databaseStep } from "./step-database.mjs";
import { dependenciesStep } from "./step-dependencies.mjs";
import { engineStep } from "./step-engine.mjs";
import { nodeStep } from "./step-node.mjs";
import { pageStep } from "./step-page.mjs";
import { providersStep } from "./step-providers.mjs";
import { toolchainStep } from "./step-toolchain.mjs";

/**
 * The steps in order. Each has `inspect`, which only looks, and `provide`, which makes good what inspect missed:
 * set-up inspects, provides, and inspects again; the doctor only inspects.
 */
export const STEPS = [nodeStep, dependenciesStep, engineStep, providersStep, databaseStep, pageStep, toolchainStep];
