import { useMemo, useRef } from "react";
import type { StreamName } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { RowIndex } from "./layout";
import type { OutputBuffer } from "./output-buffer";
import { OutputRow } from "./output-row";
import "./output-view.css";
import { RowCache } from "./row-cache";
import { PROBE_CHARS, useCharMetrics } from "./use-char-metrics";
import { useRowWindow } from "./use-row-window";

export type StreamFilter = StreamName | "all";

interface OutputViewProps {
  output: OutputBuffer;
  /** Changes whenever `output` did. */
  version: number;
  filter: StreamFilter;
  label: string;
}

/** A program's output, any amount of it: only the visible rows are on the page, and none of it is ever markup. */
export function OutputView({ output, version, filter, label }: OutputViewProps) {
  const view = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const { columns, rowHeight, viewHeight } = useCharMetrics(view, probe);
  const cache = useMemo(() => new RowCache(), []);
  const index = useMemo(() => {
    const lines = filter === "all" ? output.lines : output.lines.filter((line) => line.stream === filter);
    return new RowIndex(lines, columns, version);
  }, [output, version, filter, columns]);
  const rows = useRowWindow(view, index.total, rowHeight, viewHeight);
  const visible = Array.from({ length: Math.max(0, rows.last - rows.first) }, (_, at) => rows.first + at);
  return (
    <div className="output-frame">
      {/* Scrolls with the keyboard, so it takes the focus. */}
      {/* eslint-disable-next-line jsx-a11y-x/no-noninteractive-tabindex */}
      <div className="output" ref={view} role="region" aria-label={label} tabIndex={0} onScroll={rows.onScroll}>
        <span className="output__probe" ref={probe} aria-hidden="true">
          {"0".repeat(PROBE_CHARS)}
        </span>
        <div className="output__space" style={{ height: rows.height }}>
          <div className="output__rows" style={{ transform: `translateY(${rows.top}px)` }}>
            {visible.map((number) => {
              const position = index.at(number);
              if (!position) return null;
              const row = cache.rows(position.line, columns)[position.row] ?? [];
              return <OutputRow key={number} row={row} stream={position.line.stream} first={position.row === 0} />;
            })}
          </div>
        </div>
      </div>
      {!rows.atEnd && (
        <Button className="output__to-end" icon="bottom" onClick={rows.toEnd}>
          Latest
        </Button>
      )}
    </div>
  );
}
