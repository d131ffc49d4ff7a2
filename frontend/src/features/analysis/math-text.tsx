import { Fragment, type ReactNode } from "react";

/** Formulas between dollar signs or \( \), as complexity classes use them; anything else stays as written. */
const FORMULA = /\$\$([^$]+)\$\$|\$([^$\n]+)\$|\\\(([^\n]+?)\\\)/g;

export function MathText({ text }: { text: string }) {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(FORMULA)) {
    parts.push(text.slice(from, match.index));
    parts.push(<Formula key={match.index} source={match[1] ?? match[2] ?? match[3] ?? ""} />);
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return <>{parts}</>;
}

const SYMBOLS: Record<string, string> = {
  cdot: "·",
  times: "×",
  leq: "≤",
  le: "≤",
  geq: "≥",
  ge: "≥",
  neq: "≠",
  approx: "≈",
  infty: "∞",
  sum: "Σ",
  sqrt: "√",
  alpha: "α",
  theta: "θ",
  Theta: "Θ",
  Omega: "Ω",
  phi: "φ",
  ldots: "…",
  dots: "…",
  to: "→",
  rightarrow: "→",
};

function Formula({ source }: { source: string }) {
  return <span className="formula">{scripts(plainSymbols(source))}</span>;
}

/** `\log n` becomes `log n`, `\cdot` becomes `·`; spacing and grouping commands go. */
function plainSymbols(source: string): string {
  return source
    .replace(/\\(?:text|mathcal|mathrm|operatorname)\{([^{}]*)\}/g, "$1")
    .replace(/\\(?:left|right|,|;|!|quad)/g, "")
    .replace(/\\([a-zA-Z]+)/g, (_, name: string) => SYMBOLS[name] ?? name);
}

/** Raised and lowered parts, `x^2` and `x_{ij}`, without nesting. */
function scripts(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(/([\^_])(?:\{([^{}]*)\}|(\S))/g)) {
    const Tag = match[1] === "^" ? "sup" : "sub";
    parts.push(<Fragment key={`t${from}`}>{text.slice(from, match.index)}</Fragment>);
    parts.push(<Tag key={match.index}>{match[2] ?? match[3]}</Tag>);
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return parts;
}
