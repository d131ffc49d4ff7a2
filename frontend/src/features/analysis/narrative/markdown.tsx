import { Marked, type MarkedToken, type Token } from "marked";
import { createElement, memo, type ReactNode } from "react";
import { Formula } from "./formula";
import { mathExtension, type MathToken } from "./math-token";
import "./markdown.css";
import { SafeLink } from "./safe-link";
import { Table } from "./table";

const parser = new Marked({ extensions: [mathExtension] });

/** Headings of the narrative sit below those of the panel. */
const TOP_LEVEL = 3;
/** Lists in quotes in lists: what lies deeper is shown as it is written. */
const DEPTH_MAX = 12;

/** Markdown as elements of our own making: HTML and images stay text, links go to http(s) only. */
export default memo(function Markdown({ text }: { text: string }) {
  const tokens = parse(text);
  if (tokens === null) return <p className="narrative__plain">{text}</p>;
  return <div className="markdown">{renderAll(tokens, DEPTH_MAX)}</div>;
});

/** Null when the text is nested so deeply that the parser gives up. */
function parse(text: string): Token[] | null {
  try {
    return parser.lexer(text);
  } catch {
    return null;
  }
}

type KnownToken = MarkedToken | MathToken;

function renderAll(tokens: readonly Token[] | undefined, depth: number): ReactNode[] {
  return (tokens ?? []).map((token, index) => <Rendered key={index} token={token as KnownToken} depth={depth} />);
}

function Rendered({ token, depth }: { token: KnownToken; depth: number }): ReactNode {
  if (depth === 0) return token.raw;
  const inner = (tokens: readonly Token[] | undefined): ReactNode[] => renderAll(tokens, depth - 1);
  switch (token.type) {
    case "heading":
      return createElement(`h${Math.min(6, TOP_LEVEL + token.depth - 1)}`, null, inner(token.tokens));
    case "paragraph":
      return <p>{inner(token.tokens)}</p>;
    case "strong":
      return <strong>{inner(token.tokens)}</strong>;
    case "em":
      return <em>{inner(token.tokens)}</em>;
    case "del":
      return <del>{inner(token.tokens)}</del>;
    case "codespan":
      return <code>{token.text}</code>;
    case "code":
      return <pre>{token.text}</pre>;
    case "blockquote":
      return <blockquote>{inner(token.tokens)}</blockquote>;
    case "list":
      return createElement(
        token.ordered ? "ol" : "ul",
        null,
        token.items.map((item, index) => <li key={index}>{inner(item.tokens)}</li>),
      );
    case "link":
      return (
        <SafeLink href={token.href} text={token.text}>
          {inner(token.tokens)}
        </SafeLink>
      );
    case "table":
      return <Table token={token} cell={inner} />;
    case "text":
      return "tokens" in token ? inner(token.tokens) : token.text;
    case "math":
      return <Formula source={token.source} />;
    case "hr":
      return <hr />;
    case "br":
      return <br />;
    case "space":
    case "def":
      return null;
    case "escape":
      return token.text;
    default:
      return token.raw;
  }
}
