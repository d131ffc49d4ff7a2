import { readdirSync } from "node:fs";
import { basename } from "node:path";
import js from "@eslint/js";
import a11y from "eslint-plugin-jsx-a11y-x";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

/** Files are named in kebab-case. */
const kebabCase = {
  create: (context) => ({
    Program(node) {
      const name = basename(context.filename);
      if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/.test(name))
        context.report({ node, message: `${name} is not kebab-case` });
    },
  }),
};

/** app → features → shared; a feature is used through its index and knows no other feature. */
function boundary(files, patterns) {
  return { files, rules: { "no-restricted-imports": ["error", { patterns }] } };
}
const upward = { group: ["@/app/*", "@/app"], message: "Only the app knows the app." };
const anyFeature = { group: ["@/features/*"], message: "Shared code knows no feature." };
const features = readdirSync(new URL("./src/features", import.meta.url));
const featureBoundaries = features.map((name) =>
  boundary(
    [`src/features/${name}/**`],
    [
      upward,
      { group: ["@/features/*"], message: "Features do not import each other; the app joins them." },
      {
        group: ["../../**", ...features.filter((other) => other !== name).map((other) => `../${other}/**`)],
        message: "Leave a feature through @/shared.",
      },
    ],
  ),
);

export default tseslint.config(
  { ignores: ["dist", "test-results", "playwright-report", "src/shared/api/schema.ts"] },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/consistent-type-definitions": ["error", "interface"],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `run: () => doIt()` is how handlers are written.
      "@typescript-eslint/no-confusing-void-expression": "off",
      // `noPropertyAccessFromIndexSignature` wants the brackets.
      "@typescript-eslint/dot-notation": "off",
    },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    extends: [a11y.configs.recommended],
    plugins: { "react-hooks": reactHooks, local: { rules: { "kebab-case": kebabCase } } },
    rules: {
      ...reactHooks.configs.recommended.rules,
      "local/kebab-case": "error",
      "max-lines": ["error", { max: 200, skipBlankLines: true, skipComments: true }],
      // Output is never markup, and nothing else is either.
      "no-restricted-syntax": [
        "error",
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: "Text is never markup here." },
        { selector: "AssignmentExpression[left.property.name='innerHTML']", message: "Text is never markup here." },
      ],
    },
  },
  boundary(["src/shared/**"], [upward, anyFeature]),
  boundary(["src/app/**"], [{ group: ["@/features/*/*"], message: "Use a feature through its index." }]),
  ...featureBoundaries,
  {
    // The parser of terminal output is about control characters.
    files: ["src/features/runs/output/**"],
    rules: { "no-control-regex": "off" },
  },
  { files: ["**/*.{js,mjs}"], languageOptions: { globals: globals.node } },
);
