import { Link } from "react-router";
import type { RunSummary } from "@/shared/api/types";
import { formatAgo, formatDateTime, formatMs } from "@/shared/lib/format";
import { useNow } from "@/shared/lib/use-now";
import { phaseOf } from "../status/run-phase";
import { StatusBadge } from "../status/status-badge";
import { DeleteRun } from "./delete-run";

interface HistoryRowProps {
  run: RunSummary;
  picked: boolean;
  onPick: (jobId: string) => void;
}

/** One earlier run: state, first line, when, how long. */
export function HistoryRow({ run, picked, onPick }: HistoryRowProps) {
  const now = useNow(true, 30_000);
  const phase = phaseOf(run);
  const firstLine = run.first_line.trim() === "" ? "(empty program)" : run.first_line;
  return (
    <li className="history-row">
      <label className="history-row__pick">
        <input type="checkbox" checked={picked} onChange={() => onPick(run.job_id)} />
        <span className="visually-hidden">Pick to compare: {firstLine}</span>
      </label>
      <Link className="history-row__link" to={`/runs/${run.job_id}`}>
        <code className="history-row__code">{firstLine}</code>
      </Link>
      <StatusBadge phase={phase} />
      <span className="history-row__duration">
        {run.execution_time_ms === null ? "" : formatMs(run.execution_time_ms)}
      </span>
      <time className="history-row__when" dateTime={run.created_at} title={formatDateTime(run.created_at)}>
        {formatAgo(run.created_at, now)}
      </time>
      <DeleteRun jobId={run.job_id} name={firstLine} disabled={!phase.finished} />
    </li>
  );
}
