import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorNotice } from "@/shared/ui/error-notice";
import { Spinner } from "@/shared/ui/spinner";
import { runsQuery } from "../api/runs-query";
import { HistoryRow } from "./history-row";
import "./run-history.css";

/** Earlier runs, newest first; two can be picked to compare. */
export function RunHistory() {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useInfiniteQuery(runsQuery);
  const [picked, setPicked] = useState<readonly string[]>([]);
  const navigate = useNavigate();
  const runs = data?.pages.flatMap((page) => page.jobs) ?? [];
  const [first, second] = picked.filter((id) => runs.some((run) => run.job_id === id));
  // The third pick replaces the older of two.
  const toggle = (id: string): void =>
    setPicked((ids) => (ids.includes(id) ? ids.filter((other) => other !== id) : [...ids.slice(-1), id]));
  const compare = (): void => {
    if (first !== undefined && second !== undefined) void navigate(`/compare?a=${first}&b=${second}`);
  };
  return (
    <>
      <div className="history__bar">
        <p>Pick two runs to compare their programs and outputs.</p>
        <Button icon="compare" disabled={second === undefined} onClick={compare}>
          {second === undefined ? `Compare (${first === undefined ? 0 : 1} of 2 picked)` : "Compare the two"}
        </Button>
      </div>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {isPending && <Spinner label="Loading earlier runs" />}
      {data && runs.length === 0 && (
        <EmptyState icon="history" title="No runs yet">
          <p>Every program that you run is kept here, with its output.</p>
        </EmptyState>
      )}
      {runs.length > 0 && (
        <ul className="history__list">
          {runs.map((run) => (
            <HistoryRow key={run.job_id} run={run} picked={picked.includes(run.job_id)} onPick={toggle} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {isFetchingNextPage ? "Loading…" : "Show older runs"}
        </Button>
      )}
    </>
  );
}
