/** Terraform's null as CDKTF lets it through: a plain null is left out, and an output without a value is refused. */
export const NULL_TERM = "$" + "{null}";
