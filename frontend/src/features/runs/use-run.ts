/** Everything a page needs to show one run, from its events and its record together. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Run } from "@/shared/api/types";
import { useNow } from "@/shared/lib/use-now";
import { isActive, runQuery } from "./api/run-query";
import { runKeys } from "./api/run-keys";
import { useLiveRun, type FollowedRun } from "./events/use-live-run";
import { factsOf, type RunTimings, timingsOf } from "./run-facts";
import { phaseOf, type Phase } from "./status/run-phase";

export interface RunView {
  jobId: string;
  /** The record; missing until it was fetched. */
  run: Run | undefined;
  phase: Phase;
  timings: RunTimings;
  live: FollowedRun;
  /** Neither the record nor the events can be had. */
  error: unknown;
  /** The program should have ended by now, and nothing says that it has. */
  overdue: boolean;
}

/** How long after its time limit a run without a result is called overdue. */
const OVERDUE_AFTER_MS = 15_000;

export function useRun(jobId: string | null): RunView | null {
  const live = useLiveRun(jobId);
  const query = useQuery({ ...runQuery(jobId ?? ""), enabled: jobId !== null });
  const run = jobId === null ? undefined : query.data;
  const { done, programStartedAt } = live.progress;
  useRefreshWhenDone(jobId, done !== null, run);
  const facts = factsOf(run, live.progress);
  const waiting = jobId !== null && isActive(facts) && programStartedAt !== null;
  const now = useNow(waiting, 1_000);
  if (jobId === null) return null;
  const deadline = (programStartedAt ?? Infinity) + (run?.limits.wall_time_ms ?? Infinity) + OVERDUE_AFTER_MS;
  return {
    jobId,
    run,
    live,
    phase: phaseOf(facts),
    timings: timingsOf(run, live.progress),
    error: live.error ?? (run ? null : query.error),
    overdue: waiting && now > deadline,
  };
}

/** The events say that the run has ended: the record and the history have more to tell now. */
function useRefreshWhenDone(jobId: string | null, done: boolean, run: Run | undefined): void {
  const client = useQueryClient();
  const stale = done && (run === undefined || isActive(run));
  useEffect(() => {
    if (!stale || jobId === null) return;
    void client.invalidateQueries({ queryKey: runKeys.one(jobId) });
    void client.invalidateQueries({ queryKey: runKeys.list });
  }, [client, jobId, stale]);
}
