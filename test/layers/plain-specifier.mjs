// A lint rule of ours: what is imported at run time is named by a plain string, so that the import rule can read it.
// Back-ticks and computed names walk past `no-restricted-imports`, which sees nothing but string literals.
const message =
  "Name what you import by a plain string: a computed name or back-ticks walk past the import rule (docs/house.md, section 3).";

const plainSpecifier = {
  create(context) {
    return {
      ImportExpression(node) {
        const plain = node.source.type === "Literal" && typeof node.source.value === "string";
        if (!plain) context.report({ node: node.source, message });
      },
    };
  },
};

export default { meta: { name: "counterfoil" }, rules: { "plain-specifier": plainSpecifier } };
