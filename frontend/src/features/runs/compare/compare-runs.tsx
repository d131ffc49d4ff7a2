import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link } from "react-router";
import type { Run } from "@/shared/api/types";
import { formatDateTime, formatMs } from "@/shared/lib/format";
import { ErrorNotice } from "@/shared/ui/error-notice";
import { Spinner } from "@/shared/ui/spinner";
import { runQuery } from "../api/run-query";
import { NOT_STARTED } from "../events/run-progress";
import { OutputBuffer } from "../output/output-buffer";
import { factsOf } from "../run-facts";
import { phaseOf } from "../status/run-phase";
import { StatusBadge } from "../status/status-badge";
import "./compare-runs.css";
import { DiffView } from "./diff-view";

/** Two runs side by side, then what differs between their programs and outputs. */
export function CompareRuns({ a, b }: { a: string; b: string }) {
  const left = useQuery(runQuery(a));
  const right = useQuery(runQuery(b));
  const error = left.error ?? right.error;
  const retry = (): void => {
    void left.refetch();
    void right.refetch();
  };
  if (!left.data || !right.data) {
    return error ? <ErrorNotice error={error} onRetry={retry} /> : <Spinner label="Loading both runs" />;
  }
  return (
    <>
      <div className="compare__sides">
        <Side name="A" run={left.data} />
        <Side name="B" run={right.data} />
      </div>
      <DiffView title="Program" left={left.data.code} right={right.data.code} />
      {left.data.stdin + right.data.stdin !== "" && (
        <DiffView title="Input" left={left.data.stdin} right={right.data.stdin} />
      )}
      <OutputDiff title="Output" left={left.data.stdout} right={right.data.stdout} />
      {left.data.stderr + right.data.stderr !== "" && (
        <OutputDiff title="Error output" left={left.data.stderr} right={right.data.stderr} />
      )}
    </>
  );
}

function Side({ name, run }: { name: string; run: Run }) {
  return (
    <section className="compare__side" aria-label={`Run ${name}`}>
      <span className="compare__name">{name}</span>
      <div>
        <Link to={`/runs/${run.job_id}`}>{formatDateTime(run.created_at)}</Link>
        <div className="compare__facts">
          <StatusBadge phase={phaseOf(factsOf(run, NOT_STARTED))} />
          {run.execution_time_ms !== null && <span>{formatMs(run.execution_time_ms)}</span>}
        </div>
      </div>
    </section>
  );
}

function OutputDiff({ title, left, right }: { title: string; left: string; right: string }) {
  const leftText = useMemo(() => visibleText(left), [left]);
  const rightText = useMemo(() => visibleText(right), [right]);
  return <DiffView title={title} left={leftText} right={rightText} />;
}

/** Output as it is shown elsewhere: colours and cursor moves would only look like differences. */
function visibleText(text: string): string {
  const buffer = new OutputBuffer();
  buffer.appendText("stdout", text);
  return buffer.lines.length === 0 ? "" : `${buffer.plainText("all")}\n`;
}
