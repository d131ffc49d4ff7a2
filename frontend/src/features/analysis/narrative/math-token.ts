/** Formulas in Markdown, read before anything in them is taken for emphasis or an escape. */
import type { TokenizerAndRendererExtension } from "marked";

export interface MathToken {
  type: "math";
  raw: string;
  source: string;
}

/** Longest formula that is looked for. */
const SOURCE_MAX = 400;

const between = (open: string, inner: string, close: string): string => `^${open}(${inner}{1,${SOURCE_MAX}}?)${close}`;

/** As pandoc reads them: no blank inside of a single dollar, and no digit after it, so that prices stay prices. */
const FORMS = [
  new RegExp(between("\\$\\$", "[^$]", "\\$\\$")),
  new RegExp(between("\\$(?!\\s)", "[^$`\\n]", "(?<!\\s)\\$(?!\\d)")),
  new RegExp(between("\\\\\\(", "[^\\n]", "\\\\\\)")),
  new RegExp(between("\\\\\\[", "[\\s\\S]", "\\\\\\]")),
];

export const mathExtension: TokenizerAndRendererExtension = {
  name: "math",
  level: "inline",
  start: (text) => text.indexOf("$"),
  tokenizer: (text) => {
    if (!text.startsWith("$") && !text.startsWith("\\")) return undefined;
    for (const form of FORMS) {
      const match = form.exec(text);
      if (match) return { type: "math", raw: match[0], source: match[1] ?? "" } satisfies MathToken;
    }
    return undefined;
  },
};
