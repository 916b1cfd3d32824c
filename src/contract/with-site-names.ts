/**
 * A deployment plan that an earlier release wrote into a file, where a site had no name besides its kind of cloud. What
 * is no plan comes back as it is, for the schema to refuse.
 */
export function withSiteNames(document: unknown): unknown {
  if (!isObject(document) || !Array.isArray(document["sites"])) return document;
  const sites = document["sites"].map((site: unknown) => (isObject(site) ? { site: site["cloud"], ...site } : site));
  return { ...document, sites };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
