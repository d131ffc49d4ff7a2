import { queryOptions } from "@tanstack/react-query";
import { getJson } from "@/shared/api/http";
import type { Run } from "@/shared/api/types";
import { runKeys } from "./run-keys";

/** While a run waits, its place in the queue is asked for this often. */
const QUEUED_POLL_MS = 2_000;
/** While it runs, the event stream tells everything; the record, with all of its output, is only a second source. */
const RUNNING_POLL_MS = 15_000;

export function runQuery(jobId: string) {
  return queryOptions({
    queryKey: runKeys.one(jobId),
    queryFn: ({ signal }) => getJson<Run>(`/v1/jobs/${encodeURIComponent(jobId)}`, { signal }),
    refetchInterval: ({ state }) => pollMs(state.data),
    // A finished run never changes.
    staleTime: ({ state }) => (state.data && !isActive(state.data) ? Infinity : 5_000),
  });
}

export function isActive(run: Pick<Run, "status">): boolean {
  return run.status === "queued" || run.status === "running";
}

function pollMs(run: Run | undefined): number | false {
  if (run?.status === "queued") return QUEUED_POLL_MS;
  return run?.status === "running" ? RUNNING_POLL_MS : false;
}
