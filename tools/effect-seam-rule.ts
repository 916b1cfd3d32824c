import type { Rule } from "eslint";

/** What touches the outside, by module; `*` is everything a module has. */
const TOUCHING: Readonly<Record<string, "*" | readonly string[]>> = {
  "node:child_process": "*",
  undici: ["request", "fetch", "stream"],
  nodemailer: "*",
  "openid-client": "*",
  "node:fs": ["writeFileSync", "renameSync", "appendFileSync"],
  "node:fs/promises": ["writeFile", "rename", "appendFile"],
};
const SEAM = "/kernel/effect.ts";

/** An import's entry as the TypeScript parser gives it. */
interface Specifier {
  readonly importKind?: string;
  readonly imported?: { readonly name: string };
  readonly local: { readonly name: string };
}

/**
 * ESLint rule: a file that changes something outside the process does it through `effect()` of src/kernel/effect.ts, or
 * the kill test could not stop the process there. PostgreSQL is reached through the pool, whose connections are watched.
 */
export const throughEffectSeam: Rule.RuleModule = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      bare: "`{{name}}` of {{source}} changes something outside; call it inside effect() of src/kernel/effect.ts.",
      pool: "Only src/adapters/postgres/pool.ts opens connections to PostgreSQL, because its connections are watched.",
    },
  },
  create(context) {
    const touching: { readonly node: Rule.Node; readonly name: string; readonly source: string }[] = [];
    let hasSeam = false;
    return {
      ImportDeclaration(node) {
        const source = String(node.source.value);
        const specifiers = node.specifiers as unknown as readonly (Specifier & Rule.Node)[];
        if (source.endsWith(SEAM)) hasSeam ||= specifiers.some(({ imported }) => imported?.name === "effect");
        const names = TOUCHING[source];
        if (names === undefined || ("importKind" in node && node.importKind === "type")) return;
        for (const one of specifiers) {
          const name = one.imported?.name ?? one.local.name;
          if (one.importKind !== "type" && (names === "*" || names.includes(name))) {
            touching.push({ node: one, name, source });
          }
        }
      },
      CallExpression(node) {
        if (node.callee.type !== "Identifier" || node.callee.name !== "fetch") return;
        touching.push({ node, name: "fetch", source: "the platform" });
      },
      "NewExpression[callee.object.name='pg']"(node: Rule.Node) {
        if (!context.filename.endsWith("/postgres/pool.ts")) context.report({ node, messageId: "pool" });
      },
      "Program:exit"() {
        if (hasSeam) return;
        for (const { node, name, source } of touching)
          context.report({ node, messageId: "bare", data: { name, source } });
      },
    };
  },
};
