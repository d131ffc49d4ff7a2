import { Fragment, type ReactNode } from "react";

/** A formula as complexity classes use them; commands that are not known stay as words. */
export function Formula({ source }: { source: string }) {
  return <span className="formula">{scripts(plainSymbols(source.trim()))}</span>;
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
