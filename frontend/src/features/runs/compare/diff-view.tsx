import { useMemo } from "react";
import { plural } from "@/shared/lib/format";
import "./diff-view.css";
import { diffLines, foldUnchanged, type DiffLine } from "./line-diff";

/** More changed lines than anyone reads; the rest is counted. */
const MAX_SHOWN_LINES = 2_000;
const MAX_SHOWN_CHARS = 2_000;

interface DiffViewProps {
  title: string;
  left: string;
  right: string;
}

/** Two texts against each other, equal stretches folded away. */
export function DiffView({ title, left, right }: DiffViewProps) {
  const diff = useMemo(() => diffLines(left, right), [left, right]);
  return (
    <section className="diff" aria-label={title}>
      <header className="diff__header">
        <h2>{title}</h2>
        {diff && <p>{summary(diff.added, diff.removed)}</p>}
      </header>
      {diff === null && (
        <p className="diff__note">These two are too large and too different to compare line by line.</p>
      )}
      {diff && diff.added + diff.removed > 0 && <DiffTable lines={diff.lines} title={title} />}
    </section>
  );
}

function summary(added: number, removed: number): string {
  if (added + removed === 0) return "The same in both";
  return `${plural(removed, "line")} only in A, ${plural(added, "line")} only in B`;
}

function DiffTable({ lines, title }: { lines: readonly DiffLine[]; title: string }) {
  const blocks = useMemo(() => foldUnchanged(lines.slice(0, MAX_SHOWN_LINES)), [lines]);
  return (
    // Scrolls with the keyboard, so it takes the focus.
    // eslint-disable-next-line jsx-a11y-x/no-noninteractive-tabindex
    <div className="diff__scroll" role="region" aria-label={`${title}: differences`} tabIndex={0}>
      <table className="diff__table">
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Line in A</th>
            <th scope="col">Line in B</th>
            <th scope="col">Change</th>
            <th scope="col">Text</th>
          </tr>
        </thead>
        <tbody>
          {blocks.map((block, index) =>
            "hidden" in block ? (
              <tr key={index} className="diff__fold">
                <td colSpan={4}>{plural(block.hidden, "equal line")}</td>
              </tr>
            ) : (
              block.lines.map((line) => <DiffRow key={`${line.left}:${line.right}`} line={line} />)
            ),
          )}
        </tbody>
      </table>
      {lines.length > MAX_SHOWN_LINES && (
        <p className="diff__note">{plural(lines.length - MAX_SHOWN_LINES, "more line")} not shown.</p>
      )}
    </div>
  );
}

const SIGNS = { same: " ", added: "+", removed: "−" } as const;

function DiffRow({ line }: { line: DiffLine }) {
  const text = line.text.length > MAX_SHOWN_CHARS ? `${line.text.slice(0, MAX_SHOWN_CHARS)}…` : line.text;
  return (
    <tr className={`diff__row diff__row--${line.kind}`}>
      <td className="diff__number">{line.left}</td>
      <td className="diff__number">{line.right}</td>
      <td className="diff__sign">{SIGNS[line.kind]}</td>
      <td className="diff__text">{text}</td>
    </tr>
  );
}
