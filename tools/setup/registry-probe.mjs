import { REGISTRY_HOSTS } from "./pins.mjs";

const PATIENCE_MS = 3000;

/** Whether the engine's public registry answers its service discovery document within a few seconds. */
export async function isRegistryAnswering(context) {
  const host = REGISTRY_HOSTS[context.facts.engineKind];
  try {
    const answer = await fetch(`https://${host}/.well-known/terraform.json`, {
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!answer.ok) return false;
    const services = await answer.json();
    return typeof services["providers.v1"] === "string";
  } catch {
    return false;
  }
}
