// What a built script imports, read from its syntax: bundles are full of import statements in comments and texts.
import { parseAst } from "vite";

export type Imports = {
  /** Loaded before the script's first line runs. */
  readonly statics: readonly string[];
  /** `import()` and `require()` with a plain name. */
  readonly later: readonly string[];
};

type Node = { readonly type: string } & Readonly<Record<string, unknown>>;

export function importsOf(text: string): Imports {
  const statics: string[] = [];
  const later: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isNode(value)) {
      const source = literal(value["source"]);
      if (source !== null) (value.type === "ImportExpression" ? later : statics).push(source);
      const required =
        value.type === "CallExpression" && isRequire(value["callee"]) ? argument(value["arguments"]) : null;
      if (required !== null) later.push(required);
      Object.values(value).forEach(visit);
    }
  };
  visit(parseAst(text).body);
  return { statics, later };
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

function literal(value: unknown): string | null {
  return isNode(value) && value.type === "Literal" && typeof value["value"] === "string" ? value["value"] : null;
}

function isRequire(callee: unknown): boolean {
  return isNode(callee) && callee.type === "Identifier" && /require$/i.test(String(callee["name"]));
}

function argument(given: unknown): string | null {
  return Array.isArray(given) ? literal(given[0]) : null;
}
