import { memo, type CSSProperties } from "react";
import type { StreamName } from "@/shared/api/types";
import type { Row } from "./layout";
import type { Colour, Style } from "./sgr";

interface OutputRowProps {
  row: Row;
  stream: StreamName;
  /** Whether the line begins here, rather than going on from the row above. */
  first: boolean;
}

/** One row of output: text in spans, nothing else. */
export const OutputRow = memo(function OutputRow({ row, stream, first }: OutputRowProps) {
  const isError = stream === "stderr";
  return (
    <div className={isError ? "output__row output__row--stderr" : "output__row"}>
      <span className="output__gutter" aria-hidden="true">
        {isError && first ? "!" : ""}
      </span>
      {row.map((span, index) => (
        <span key={index} className={classesOf(span.style)} style={coloursOf(span.style)}>
          {span.text}
        </span>
      ))}
    </div>
  );
});

function classesOf(style: Style): string | undefined {
  const [fg, bg] = style.inverse ? [style.bg, style.fg] : [style.fg, style.bg];
  const classes = [
    typeof fg === "number" && `ansi-fg-${fg}`,
    typeof bg === "number" && `ansi-bg-${bg}`,
    style.inverse && fg === null && "ansi-fg-inverse",
    style.inverse && bg === null && "ansi-bg-inverse",
    style.bold && "ansi-bold",
    style.dim && "ansi-dim",
    style.italic && "ansi-italic",
    style.underline && "ansi-underline",
    style.strike && "ansi-strike",
    style.symbol && "ansi-symbol",
  ].filter(Boolean);
  return classes.length > 0 ? classes.join(" ") : undefined;
}

function coloursOf(style: Style): CSSProperties | undefined {
  const [fg, bg] = style.inverse ? [style.bg, style.fg] : [style.fg, style.bg];
  if (!isCss(fg) && !isCss(bg)) return undefined;
  return { ...(isCss(fg) && { color: fg }), ...(isCss(bg) && { backgroundColor: bg }) };
}

/** Larger palettes come as `rgb(…)` made by our own parser, never as text of the program. */
function isCss(colour: Colour): colour is string {
  return typeof colour === "string";
}
