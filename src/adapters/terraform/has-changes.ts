/** Terraform says whether applying would do anything; OpenTofu leaves it to be seen from the changes. */
export function hasChanges(planJson: unknown): boolean {
  const plan = fieldsOf(planJson);
  if (typeof plan["applyable"] === "boolean") return plan["applyable"];
  const outputs = Object.values(fieldsOf(plan["output_changes"])).map((change) => fieldsOf(change)["actions"]);
  const objects = Array.isArray(plan["resource_changes"]) ? plan["resource_changes"].map(fieldsOf) : [];
  const moved = objects.some((entry) => entry["previous_address"] !== undefined);
  const actions = [...objects.map((entry) => fieldsOf(entry["change"])["actions"]), ...outputs].flat();
  return moved || actions.some((action) => action !== "no-op" && action !== "read");
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
