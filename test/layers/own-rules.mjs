// Two lint rules of ours, for what no ready rule sees.
//
// plain-specifier: what is imported at run time is named by a plain string, so that the import rule can read it.
// Back-ticks and computed names walk past `no-restricted-imports`, which sees nothing but string literals.
//
// lazy-door: a screen that opens inside another window is loaded by `import()` when it opens, so that start does not wait for it.
const PLAIN =
  "Name what you import by a plain string: a computed name or back-ticks walk past the import rule (docs/house.md, section 3).";
const LAZY =
  "Open this screen by `import()` when it is asked for: nothing of it is loaded at start (docs/house.md, section 3).";
const DOOR = /^#renderer\/(end-of-day|set-up)\//;

const plainSpecifier = {
  create(context) {
    return {
      ImportExpression(node) {
        const plain = node.source.type === "Literal" && typeof node.source.value === "string";
        if (!plain) context.report({ node: node.source, message: PLAIN });
      },
    };
  },
};

const lazyDoor = {
  create(context) {
    function check(node) {
      if (node.source && DOOR.test(node.source.value)) context.report({ node: node.source, message: LAZY });
    }
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
  },
};

export default {
  meta: { name: "counterfoil" },
  rules: { "plain-specifier": plainSpecifier, "lazy-door": lazyDoor },
};
