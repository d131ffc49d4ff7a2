import { marked, type MarkedToken, type Token, type Tokens } from "marked";
import { createElement, useMemo, type ReactNode } from "react";
import { MathText } from "./math-text";
import "./markdown.css";

/** Markdown as elements of our own making: HTML in the text stays text, links go to http(s) only. */
export default function Markdown({ text }: { text: string }) {
  const tokens = useMemo(() => marked.lexer(text), [text]);
  return <div className="markdown">{renderAll(tokens)}</div>;
}

function renderAll(tokens: readonly Token[] | undefined): ReactNode[] {
  return (tokens ?? []).map((token, index) => <Rendered key={index} token={token as MarkedToken} />);
}

/** Headings of the narrative sit below the page's own. */
const TOP_LEVEL = 3;

function Rendered({ token }: { token: MarkedToken }): ReactNode {
  switch (token.type) {
    case "heading":
      return createElement(`h${Math.min(6, TOP_LEVEL + token.depth - 1)}`, null, renderAll(token.tokens));
    case "paragraph":
      return <p>{renderAll(token.tokens)}</p>;
    case "strong":
      return <strong>{renderAll(token.tokens)}</strong>;
    case "em":
      return <em>{renderAll(token.tokens)}</em>;
    case "del":
      return <del>{renderAll(token.tokens)}</del>;
    case "codespan":
      return <code>{token.text}</code>;
    case "code":
      return <pre>{token.text}</pre>;
    case "blockquote":
      return <blockquote>{renderAll(token.tokens)}</blockquote>;
    case "list":
      return createElement(
        token.ordered ? "ol" : "ul",
        null,
        token.items.map((item, index) => <li key={index}>{renderAll(item.tokens)}</li>),
      );
    case "link":
      return <SafeLink href={token.href}>{renderAll(token.tokens)}</SafeLink>;
    case "text":
      return "tokens" in token ? renderAll(token.tokens) : <MathText text={token.raw} />;
    case "table":
      return <Table token={token} />;
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

function SafeLink({ href, children }: { href: string; children: ReactNode }) {
  if (!/^https?:\/\//i.test(href)) return <>{children}</>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

function Table({ token }: { token: Tokens.Table }) {
  return (
    <table>
      <thead>
        <tr>
          {token.header.map((cell, index) => (
            <th key={index}>{renderAll(cell.tokens)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {token.rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td key={column}>{renderAll(cell.tokens)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
